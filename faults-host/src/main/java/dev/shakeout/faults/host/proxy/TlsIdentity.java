package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What it takes to be the service to its clients, and to know the service itself. */
public final class TlsIdentity {
    private final SSLContext asService;
    private final SSLContext asClient;

    private TlsIdentity(SSLContext asService, SSLContext asClient) {
        this.asService = asService;
        this.asClient = asClient;
    }

    static TlsIdentity of(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> ca)
            throws GeneralSecurityException, IOException {
        var password = new char[0]; // of a store that is never written
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("service", key, password, chain.toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var asService = SSLContext.getInstance("TLS");
        asService.init(keys.getKeyManagers(), new TrustManager[0], null);
        var asClient = SSLContext.getInstance("TLS");
        asClient.init(null, new TrustManager[] {new Trust(chain.getFirst(), ca, usual())}, null);
        return new TlsIdentity(asService, asClient);
    }

    private static X509TrustManager usual() throws GeneralSecurityException, IOException {
        return trust(Optional.empty());
    }

    private static X509TrustManager trust(Optional<KeyStore> store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store.orElse(null));
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** For whoever talks to the service as a client. */
    public SSLContext asClient() {
        return asClient;
    }

    /**
     * Towards the service, as its client would do it.
     *
     * @param protocols that the client would speak, best first
     */
    SSLEngine client(Optional<String> serverName, List<String> protocols) {
        SSLEngine engine = asClient.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        serverName.ifPresent(name -> parameters.setServerNames(List.of(new Name(name))));
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** @param protocol that the service chose; empty when it chose none */
    SSLEngine service(String protocol) {
        SSLEngine engine = asService.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setHandshakeApplicationProtocolSelector((_, _) -> protocol);
        return engine;
    }

    /** As its client said it: the JDK's own takes no name with an underscore, and such names are common among containers. */
    private static final class Name extends SNIServerName {
        Name(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * Knows the very certificate that was given, whoever signed it, and others as usual. Names are not looked at: a client
     * may know the service by many, and it is asked where it was found.
     */
    private record Trust(X509Certificate own, List<X509Certificate> ca, X509TrustManager usual)
            implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            if (chain.length > 0 && chain[0].equals(own)) {
                return;
            }
            try {
                usual.checkServerTrusted(chain, kind);
            } catch (CertificateException e) {
                if (ca.isEmpty()) {
                    throw e;
                }
                checkGiven(chain, kind);
            }
        }

        private void checkGiven(X509Certificate[] chain, String kind) throws CertificateException {
            try {
                var store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (int i = 0; i < ca.size(); i++) {
                    store.setCertificateEntry("ca" + i, ca.get(i));
                }
                trust(Optional.of(store)).checkServerTrusted(chain, kind);
            } catch (IOException | GeneralSecurityException e) {
                throw new CertificateException(e.getMessage(), e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException("no client is asked for a certificate");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
