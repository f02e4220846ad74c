package org.maillon.kernel.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Optional;

/**
 * Who does the arithmetic.
 *
 * @param name for a person, with its version
 * @param lacking why it is not the fastest there is; empty where it is
 */
public record Provision(String name, Optional<String> lacking) {
    static final String LIBRARY = "amazonCorrettoCryptoProvider";
    private static final String TAKE_LIBRARY = "com.amazon.corretto.crypto.provider.useExternalLib";

    public boolean isFastest() {
        return lacking.isEmpty();
    }

    /** Puts the provider first where it works. */
    static Provision install() {
        try {
            takeUnpackedLibrary();
            return installed();
        } catch (LinkageError | RuntimeException e) {
            return jdk("Amazon Corretto Crypto Provider does not load: " + e);
        }
    }

    private static Provision installed() {
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        Throwable why = provider.getLoadingError();
        if (why != null) {
            return jdk("Amazon Corretto Crypto Provider does not load: " + why.getMessage());
        }
        Security.insertProviderAt(provider, 1);
        return new Provision(String.valueOf(provider.getInfo()), Optional.empty());
    }

    private static Provision jdk(String why) {
        return new Provision("the JDK's own, " + Runtime.version(), Optional.of(why));
    }

    /** Where the launcher has laid the library down already, it need not be unpacked again at each start. */
    private static void takeUnpackedLibrary() {
        String file = System.mapLibraryName(LIBRARY);
        for (String folder : System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()
                    && System.getProperty(TAKE_LIBRARY) == null
                    && Files.isReadable(Path.of(folder, file))) {
                System.setProperty(TAKE_LIBRARY, "true");
            }
        }
    }
}
