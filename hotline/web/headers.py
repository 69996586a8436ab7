"""The headers that every answer of the application carries, whatever it is."""

from types import MappingProxyType

POLICY = "content-security-policy"


def content_policy(*inline_hashes: str) -> str:
    """What a page may do. `inline_hashes`: those of the only texts within the page that may be scripts of a kind."""
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *(f"'{one}'" for one in inline_hashes)])
    return (
        f"default-src 'none'; script-src {scripts}; worker-src 'self'; style-src 'self'; "
        "img-src 'self' blob:; media-src blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types hotline-worker"
    )


SECURITY_HEADERS = MappingProxyType(
    {
        "cache-control": "no-store",
        POLICY: content_policy(),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "permissions-policy": (
            "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), "
            "display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), "
            "magnetometer=(), microphone=(self), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=(), "
            "xr-spatial-tracking=()"
        ),
    }
)
