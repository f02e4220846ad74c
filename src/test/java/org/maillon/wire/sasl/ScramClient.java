package org.maillon.wire.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.maillon.kernel.Bytes;

/** The client's half of SCRAM-SHA-256, by the JDK's own PBKDF2 and so apart from what it tests. */
public final class ScramClient {
    private ScramClient() {}

    /**
     * @param bare client-first-message-bare
     * @param bindingInput gs2-header and the channel's octets
     */
    public static String finalMessage(String bare, String serverFirst, Bytes bindingInput, String password) {
        String[] fields = serverFirst.split(",", -1);
        String nonce = fields[0].substring(2);
        byte[] salt = Base64.getDecoder().decode(fields[1].substring(2));
        int iterations = Integer.parseInt(fields[2].substring(2));
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bindingInput.shared()) + ",r=" + nonce;
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                    .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] signature = hmac(stored, bare + "," + serverFirst + "," + withoutProof);
            byte[] proof = new byte[clientKey.length];
            for (int i = 0; i < proof.length; i++) {
                proof[i] = (byte) (clientKey[i] ^ signature[i]);
            }
            return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(Bytes.utf8(text).shared());
    }
}
