package udpchat.cli.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import udpchat.ChatPeer;
import udpchat.cli.config.Directories;
import udpchat.cli.pipe.Stdio;
import udpchat.model.ChatEvent;

/**
 * Does once what the program does when it starts, while the JVM notes the classes: the build makes the class-data
 * archive from that list. Not a command. Ends with 1 if a step fails; the list is then the poorer for it, not wrong.
 */
public final class ClassDataTraining {

    private static final String TEXT = "hello 你好 👋";

    private record Step(String name, Callable<Boolean> body) {}

    private ClassDataTraining() {}

    public static void main(String[] args) {
        boolean good = true;
        for (Step step : List.of(
                new Step("every class of ours", ClassDataTraining::loadOurs),
                new Step("the command line", ClassDataTraining::demo),
                new Step("pipe mode", ClassDataTraining::pipeMode),
                new Step("two peers on loopback", ClassDataTraining::exchange),
                new Step("a line edited in a terminal", ClassDataTraining::editLine))) {
            good &= run(step);
        }
        System.exit(good ? 0 : 1);
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // the build keeps it in a log
    private static boolean run(Step step) {
        try {
            boolean good = step.body().call();
            System.out.println(step.name() + ": " + (good ? "done" : "not as expected"));
            return good;
        } catch (Exception e) {
            System.out.println(step.name() + ": failed");
            e.printStackTrace();
            return false;
        }
    }

    /** Cheap, and so nothing here has to follow what the program becomes. */
    private static boolean loadOurs() throws Exception {
        ClassLoader loader = ClassDataTraining.class.getClassLoader();
        int loaded = 0;
        for (Class<?> in : List.of(ClassDataTraining.class, ChatPeer.class)) {
            Path jar = Path.of(
                    in.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : Collections.list(file.entries())) {
                    String name = entry.getName();
                    if (name.startsWith("udpchat/") && name.endsWith(".class")) {
                        Class.forName(name.substring(0, name.length() - 6).replace('/', '.'), false, loader);
                        loaded++;
                    }
                }
            }
        }
        return loaded > 0;
    }

    private static boolean demo() {
        return Program.ofProcess().execute(new String[] {"demo", "--json"}) == ExitCode.DONE;
    }

    private static boolean pipeMode() throws IOException {
        Path folder = Files.createTempDirectory("udpchat-training");
        try {
            Stdio stdio = new Stdio(
                    new ByteArrayInputStream("/peers\n".getBytes(StandardCharsets.UTF_8)), System.out, System.err);
            String[] arguments = {"--bind", "127.0.0.1:0"};
            return new Program(stdio, Map.of(), new Directories(folder, folder)).execute(arguments) == ExitCode.DONE;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean exchange() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        CountDownLatch received = new CountDownLatch(2);
        try (ChatPeer alice = ChatPeer.builder()
                        .rawOnly(true)
                        .deliveryEvents(false)
                        .bind(anyPort)
                        .listener(event -> count(event, received))
                        .start();
                ChatPeer bob = ChatPeer.builder()
                        .rawOnly(true)
                        .deliveryEvents(false)
                        .bind(anyPort)
                        .listener(event -> count(event, received))
                        .start()) {
            alice.send(bob.localAddress(), TEXT);
            bob.send(alice.localAddress(), TEXT);
            boolean both = received.await(10, TimeUnit.SECONDS);
            alice.peers().get(10, TimeUnit.SECONDS);
            alice.close(Duration.ofSeconds(1));
            return both;
        }
    }

    private static void count(ChatEvent event, CountDownLatch received) {
        if (event instanceof ChatEvent.MessageReceived) {
            received.countDown();
        }
    }

    /** In a pseudo terminal where there is one, so that JLine's native part is used as well. */
    private static boolean editLine() throws Exception {
        try (PipedInputStream input = new PipedInputStream();
                PipedOutputStream keys = new PipedOutputStream(input);
                Terminal terminal = TerminalBuilder.builder()
                        .system(false)
                        .streams(input, new ByteArrayOutputStream())
                        .type("xterm-256color")
                        .encoding(StandardCharsets.UTF_8)
                        .exec(false)
                        .graphemeCluster(false)
                        .build()) {
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
                    .build();
            keys.write((TEXT + "x\b\r").getBytes(StandardCharsets.UTF_8));
            keys.flush();
            return reader.readLine("> ", "right", (Character) null, null).equals(TEXT);
        }
    }
}
