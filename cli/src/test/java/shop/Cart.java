package shop;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** A JVM to be broken: it serves the ports that are its arguments, and its methods are called again and again. */
public final class Cart {
    private static final long OFTEN_MILLIS = 20;

    private final List<Integer> prices = new ArrayList<>();

    public void add(int price) {
        prices.add(price);
    }

    public int total() {
        return prices.stream().mapToInt(Integer::intValue).sum();
    }

    public static void main(String[] ports) throws IOException, InterruptedException {
        for (String port : ports) {
            var server = new ServerSocket(Integer.parseInt(port));
            Thread.ofPlatform().start(() -> accept(server));
        }
        while (true) {
            try {
                var cart = new Cart();
                cart.add(42);
                var _ = cart.total();
            } catch (RuntimeException e) {
                // what is thrown instead is a fault
            } catch (Throwable e) { // a fault may throw what no signature says
                if (e instanceof Error error) {
                    throw error;
                }
            }
            Thread.sleep(OFTEN_MILLIS);
        }
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try (var connection = server.accept()) {
                connection.shutdownOutput();
            } catch (IOException e) {
                // the other end has gone away
            }
        }
    }
}
