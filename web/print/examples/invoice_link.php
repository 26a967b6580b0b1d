<?php // The link for an invoice: php invoice_link.php KEY_ID SECRET_FILE REFERENCE
function invoice_link(string $key_id, string $secret, string $reference): string
{
    $reference = strtoupper($reference);
    $hex = hash_hmac('sha256', "heard-invoice-v1\n$key_id\n$reference", $secret);
    $mac = '';
    foreach (str_split(substr($hex, 0, 20), 5) as $digits)  // 5 hex digits are 20 bits: 4 characters
        for ($at = 15; $at >= 0; $at -= 5)
            $mac .= '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[hexdec($digits) >> $at & 31];
    return "$key_id.$reference.$mac";
}

echo invoice_link($argv[1], preg_replace('/\n\z/', '', file_get_contents($argv[2])), $argv[3]), "\n";
