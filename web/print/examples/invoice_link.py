"""The link for an invoice: python3 invoice_link.py KEY_ID SECRET_FILE REFERENCE"""
import hashlib
import hmac
import sys


def invoice_link(key_id, secret, reference):
    reference = reference.upper()
    message = f"heard-invoice-v1\n{key_id}\n{reference}".encode()
    bits = int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:10], "big")
    mac = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> at & 31] for at in range(75, -1, -5))
    return f"{key_id}.{reference}.{mac}"


if __name__ == "__main__":
    print(invoice_link(sys.argv[1], open(sys.argv[2], "rb").read().removesuffix(b"\n"), sys.argv[3]))
