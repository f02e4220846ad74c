package org.maillon.hosting.oidc;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** One {@code [[oidc]]}: an issuer whose tokens log people in. */
public record OidcSetting(
        @Setting(
                value = "",
                doc =
                        "The issuer, as its tokens name it (iss): an https URL, below which .well-known/openid-configuration stands; http on loopback only.")
        String issuer,

        @Setting(value = "", doc = "What a token must be meant for (aud), one or several names; it needs one of them.")
        List<String> audience,

        @Setting(value = "", doc = "Scopes that a token must have, all of them; empty: none.")
        List<String> scope,

        @Setting(
                value = "email",
                doc =
                        "The claim that names the account's address. With email, the claim email_verified must be true as well.")
        String claim,

        @Setting(
                value = "RS256, PS256, ES256",
                doc = "Signatures taken, of those made with a private key: RS, PS and ES with 256, 384 or 512.")
        List<String> algorithms,

        @Setting(value = "60s", max = 600, doc = "How far the issuer's clock may be from ours.")
        Duration leeway,

        @Setting(
                value = "1h",
                min = 60,
                max = 604_800,
                doc =
                        "How long the issuer's keys are kept; a token by a key that is not among them has them fetched anew.")
        Duration keysTime,

        @Setting(
                value = "60s",
                min = 1,
                max = 86_400,
                doc = "The least time between two such questions to the issuer, whatever tokens come.")
        Duration refreshTime,

        @Setting(value = "5s", min = 1, max = 60, doc = "How long the issuer is waited for, at each question.")
        Duration timeout,

        @Setting(value = "256KiB", min = 1024, max = 16_777_216, doc = "The most octets read of an issuer's answer.")
        ByteSize answer) {}
