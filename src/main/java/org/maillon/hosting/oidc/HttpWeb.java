package org.maillon.hosting.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** By the JDK's client, with the certificates that the JDK trusts. A client for each question: there is one a minute at most. */
public final class HttpWeb implements Web {
    private final String accept;

    public HttpWeb() {
        this("application/json");
    }

    /** @param accept what kind of document is asked for */
    public HttpWeb(String accept) {
        this.accept = accept;
    }

    @Override
    public byte[] get(URI where, Duration timeout, long most) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(where).header("Accept", accept).build();
            HttpResponse<byte[]> response = await(
                    client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), most)), where, timeout);
            if (response.statusCode() != 200) {
                throw new IOException(where + " answers with status " + response.statusCode());
            }
            return response.body();
        } finally {
            client.shutdownNow();
        }
    }

    /** The body's last octet included: the client's own time-out ends with the head. */
    private static HttpResponse<byte[]> await(
            CompletableFuture<HttpResponse<byte[]>> coming, URI where, Duration timeout) throws IOException {
        try {
            return coming.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(where + " has not answered within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(where + " cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while waiting for " + where, e);
        }
    }
}
