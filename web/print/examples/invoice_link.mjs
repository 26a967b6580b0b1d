// The link for an invoice: node invoice_link.mjs KEY_ID SECRET_FILE REFERENCE
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

function invoiceLink(keyId, secret, reference) {
  reference = reference.toUpperCase();
  const hex = createHmac("sha256", secret).update(`heard-invoice-v1\n${keyId}\n${reference}`).digest("hex");
  const bits = BigInt("0x" + hex.slice(0, 20));
  const characters = Array.from({ length: 16 }, (_, at) => Number((bits >> BigInt(75 - 5 * at)) & 31n));
  return `${keyId}.${reference}.${characters.map((c) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[c]).join("")}`;
}

const [keyId, file, reference] = process.argv.slice(2);
const bytes = readFileSync(file);
console.log(invoiceLink(keyId, bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes, reference));
