import java.io.BufferedReader;
import java.io.InputStreamReader;

/** Calls for each line the method of that name, and says how long that took and what came of it. */
public class Victim {
    public static void main(String[] arguments) throws Exception {
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long begin = System.nanoTime();
            String result;
            try {
                result = String.valueOf(call(line));
            } catch (Throwable e) {
                result = e.toString();
            }
            System.out.println((System.nanoTime() - begin) / 1000000 + " " + result);
        }
    }

    private static Object call(String method) {
        switch (method) {
            case "price":
                return Shop.price(2);
            case "stock":
                return new Shop().stock();
            default:
                return Late.answer();
        }
    }

    public static class Shop {
        static int price(int pieces) {
            int sum = 0;
            for (int i = 0; i < pieces; i++) {
                sum += 21;
            }
            return sum;
        }

        String stock() {
            return "many";
        }
    }

    /** Loaded when it is first asked for. */
    public static class Late {
        static int answer() {
            return 1;
        }
    }
}
