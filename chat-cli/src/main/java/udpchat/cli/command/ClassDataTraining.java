package udpchat.cli.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import udpchat.ChatPeer;
import udpchat.cli.config.Directories;
import udpchat.cli.console.Terminals;
import udpchat.cli.pipe.Stdio;
import udpchat.model.ChatEvent;

/**
 * Does once what the program does when it starts, while the JVM notes the classes: the build makes the class-data
 * archive from that list. Not a command. Ends with 1 if a step fails; the list is then the poorer for it, not wrong.
 *
 * <p>With arguments, which are options for Java, it starts such a Java to do it in a pseudo terminal, where there is one:
 * the console needs that.
 */
public final class ClassDataTraining {

    private static final String TEXT = "hello 你好 👋";

    /** What the line editor switches on before its first prompt: bracketed paste. */
    private static final String EDITING = "\u001b[?2004h";

    private static final long DEADLINE_SECONDS = 50;

    private record Step(String name, Callable<Boolean> body) {}

    private ClassDataTraining() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(args.length > 0 ? inTerminal(List.of(args)) : train());
    }

    private static int train() {
        boolean good = true;
        for (Step step : List.of(
                new Step("every class of ours", ClassDataTraining::loadOurs),
                new Step("the security providers", ClassDataTraining::loadProviders),
                new Step("the command line", ClassDataTraining::demo),
                new Step("pipe mode", () -> program("--json")),
                new Step("the console", () -> !Terminals.canRepaint() || program()),
                new Step("two peers on loopback", ClassDataTraining::exchange),
                new Step("a line edited in a terminal", ClassDataTraining::editLine))) {
            good &= run(step);
        }
        return good ? 0 : 1;
    }

    private static int inTerminal(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ClassDataTraining.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Optional<JniNativePty> terminal = openTerminal();
        if (terminal.isPresent()) {
            File device = new File(terminal.get().getName());
            builder.redirectInput(device).redirectOutput(device).environment().put("TERM", "xterm-256color");
        }
        Process process = builder.start();
        terminal.ifPresent(pty -> {
            Thread typist = new Thread(() -> leaveOncePrompted(pty), "typist");
            typist.setDaemon(true);
            typist.start();
        });
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return 1;
        }
        return process.exitValue();
    }

    private static Optional<JniNativePty> openTerminal() {
        try {
            return new JniTerminalProvider().open(null, Size.of(80, 24)) instanceof JniNativePty pty
                    ? Optional.of(pty)
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException | LinkageError e) {
            System.err.println("no pseudo terminal: " + e);
            return Optional.empty();
        }
    }

    private static void leaveOncePrompted(JniNativePty terminal) {
        StringBuilder seen = new StringBuilder();
        byte[] piece = new byte[4096];
        try (InputStream screen = terminal.getMasterInput();
                OutputStream keys = terminal.getMasterOutput()) {
            for (int n = screen.read(piece); n > 0; n = screen.read(piece)) {
                seen.append(new String(piece, 0, n, StandardCharsets.ISO_8859_1));
                if (seen.indexOf(EDITING) >= 0) {
                    seen.setLength(0);
                    keys.write("/quit\r".getBytes(StandardCharsets.US_ASCII));
                    keys.flush();
                }
            }
        } catch (IOException e) {
            // The other side has gone.
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // the build keeps it in a log
    private static boolean run(Step step) {
        try {
            boolean good = step.body().call();
            System.err.println(step.name() + ": " + (good ? "done" : "not as expected"));
            return good;
        } catch (Exception e) {
            System.err.println(step.name() + ": failed");
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

    /** Java looks through them for that of X25519, in an order that every archive has anew. */
    private static boolean loadProviders() {
        return Security.getProviders().length > 0;
    }

    private static boolean demo() {
        return Program.ofProcess().execute(new String[] {"demo", "--json"}) == ExitCode.DONE;
    }

    /** The program itself on this process's streams, with its files in a folder that is taken away. */
    private static boolean program(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--bind", "127.0.0.1:0"));
        arguments.addAll(List.of(options));
        Path folder = Files.createTempDirectory("udpchat-training");
        try {
            Stdio stdio = new Stdio(new ByteArrayInputStream(new byte[0]), System.out, System.err);
            return new Program(stdio, Map.of(), new Directories(folder, folder))
                            .execute(arguments.toArray(String[]::new))
                    == ExitCode.DONE;
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
