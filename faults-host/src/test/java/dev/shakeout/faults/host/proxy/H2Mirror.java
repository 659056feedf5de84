package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.nio.support.BasicServerExchangeHandler;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ListenerEndpoint;

/**
 * A server of HTTP/2 that answers what it was asked: the method, the path and the header X-Mark in its own header X-Asked,
 * the body as it came, or a document for a path that ends in json.
 */
public record H2Mirror(HttpAsyncServer server, InetSocketAddress address) implements AutoCloseable {
    static final String JSON = "{\"name\": \"ada\", \"age\": 36}";

    /** @param tls else it speaks HTTP/2 to whoever knows beforehand */
    public static H2Mirror start(Optional<SSLContext> tls, HttpVersionPolicy versions) throws IOException {
        var bootstrap = H2ServerBootstrap.bootstrap()
                .setVersionPolicy(versions)
                .setRequestRouter((request, context) -> () -> new BasicServerExchangeHandler<>(new Handler()));
        tls.ifPresent(context -> bootstrap.setTlsStrategy(new H2ServerTlsStrategy(context)));
        HttpAsyncServer server = bootstrap.create();
        server.start();
        try {
            var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            ListenerEndpoint endpoint = server.listen(anywhere, tls.isPresent() ? URIScheme.HTTPS : URIScheme.HTTP)
                    .get();
            return new H2Mirror(server, (InetSocketAddress) endpoint.getAddress());
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    public static H2Mirror plain() throws IOException {
        return start(Optional.empty(), HttpVersionPolicy.FORCE_HTTP_2);
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
    }

    private static final class Handler implements AsyncServerRequestHandler<Message<HttpRequest, byte[]>> {
        @Override
        public AsyncRequestConsumer<Message<HttpRequest, byte[]>> prepare(
                HttpRequest request, EntityDetails details, HttpContext context) {
            return new BasicRequestConsumer<>(details == null ? null : new BasicAsyncEntityConsumer());
        }

        @Override
        public void handle(Message<HttpRequest, byte[]> message, ResponseTrigger trigger, HttpContext context)
                throws org.apache.hc.core5.http.HttpException, IOException {
            HttpRequest head = message.getHead();
            String marks = Stream.of(head.getHeaders("x-mark"))
                    .map(header -> header.getValue())
                    .collect(Collectors.joining(","));
            byte[] body = message.getBody() == null ? new byte[0] : message.getBody();
            if (head.getPath().endsWith("json") && body.length == 0) {
                body = JSON.getBytes(StandardCharsets.UTF_8);
            }
            var answer = AsyncResponseBuilder.create(200)
                    .addHeader("x-asked", head.getMethod() + " " + head.getPath() + "|" + marks)
                    .setEntity(body, ContentType.APPLICATION_OCTET_STREAM);
            trigger.submitResponse(answer.build(), context);
        }
    }
}
