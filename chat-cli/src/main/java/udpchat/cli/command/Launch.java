package udpchat.cli.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import udpchat.ChatException;
import udpchat.ChatHistory;
import udpchat.ChatPeer;
import udpchat.ChatPeerBuilder;
import udpchat.cli.config.Profile;
import udpchat.cli.pipe.Deliveries;
import udpchat.cli.pipe.Sink;
import udpchat.cli.render.Renderer;
import udpchat.cli.slash.NameRule;
import udpchat.cli.slash.Settings;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;

/** Makes a peer of the options, and sees to it that however the process ends, the peer is closed. */
final class Launch {

    /** The key of the configuration for how long messages are kept. */
    static final String HISTORY_KEEP = "history.keep";

    /** And for whether peers are told what was read. */
    static final String RECEIPTS_READ = "receipts.read";

    /** And for how the console calls a person. */
    static final String NOTIFY_BELL = "notify.bell";

    static final String NOTIFY_DESKTOP = "notify.desktop";

    /** What can be configured that is no option. */
    static final Set<String> SETTINGS = Set.of(HISTORY_KEEP, RECEIPTS_READ, NOTIFY_BELL, NOTIFY_DESKTOP);

    /** How long a peer may drain when a signal ends the process. */
    private static final Duration SIGNAL_DRAIN = Duration.ofSeconds(2);

    /** How long we wait for our output to be taken when there is nothing else left to do. */
    private static final Duration OUTPUT_STALLED = Duration.ofSeconds(1);

    /** How long to wait for what becomes of messages that are taken back: nothing but the own threads is asked. */
    private static final Duration TAKE_BACK = Duration.ofSeconds(1);

    private final UdpChat root;
    private final Program program;

    Launch(UdpChat root) {
        this.root = root;
        this.program = root.program();
    }

    InstantSource clock() {
        return program.clock();
    }

    /** A variable of the environment; null if not set. */
    String environment(String name) {
        return program.environment().get(name);
    }

    /** Where a command without a console says things. When nobody reads our output any more, the process ends. */
    Sink sink() {
        program.stdio().onOutputLost(e -> {
            program.tellOutputLost(e);
            exitSoon(Program.exitCode(e));
        });
        return program.sink(root);
    }

    /** What we call ourselves. */
    String nick() {
        if (root.nick != null) {
            try {
                return NameRule.parse(root.nick);
            } catch (IllegalArgumentException e) {
                throw new ChatException(ChatException.Kind.INVALID, "--nick: " + e.getMessage(), e);
            }
        }
        try {
            return NameRule.parse(System.getProperty("user.name", ""));
        } catch (IllegalArgumentException e) {
            return "anonymous";
        }
    }

    /** The profile to look into, without holding it. */
    Profile profile() {
        return Profile.look(program.directories(), checkedProfile());
    }

    /** Takes the profile for as long as this process lives. */
    Profile takeProfile() {
        try {
            return Profile.take(program.directories(), checkedProfile());
        } catch (IOException e) {
            throw ChatException.ofFile(e);
        }
    }

    /** Takes a profile for something short: where none can be held, one is read. */
    Profile takeOrLook() {
        try {
            return Profile.take(program.directories(), checkedProfile());
        } catch (IOException e) {
            return profile();
        }
    }

    /** What others are told of our key: nothing with {@code --raw}. */
    Optional<PeerKey> told(PeerKey key) {
        return root.raw ? Optional.empty() : Optional.of(key);
    }

    /** A peer that holds this profile and waits for others: port 8089, or the next free one, unless told otherwise. */
    ChatPeerBuilder resident(Profile profile) {
        ChatPeerBuilder builder = common(profile).discover(!root.noDiscovery);
        return root.bind == null ? builder.portOrNextFree(PeerSpec.DEFAULT_PORT) : builder;
    }

    /**
     * A peer that waits for others, and beside another program knows the peers of that one.
     *
     * @param asked whether it is to be found on the local network
     */
    ChatPeerBuilder listening(Profile profile, boolean asked) {
        return withFirstPeers(resident(profile), profile).discover(mayDiscover(asked));
    }

    /** Whether a command that looks for nobody by itself does: {@code --no-discovery} in the configuration is no veto. */
    private boolean mayDiscover(boolean asked) {
        return asked && !program.isGiven("--no-discovery");
    }

    /**
     * A peer for one thing, as {@link #oneShot(Profile)}.
     *
     * @param asked whether it looks for others on the local network
     */
    ChatPeerBuilder oneShot(Profile profile, boolean asked) {
        return oneShot(profile).discover(mayDiscover(asked));
    }

    /** A peer for one thing: any port, and beside another program it knows the peers of that one. */
    ChatPeerBuilder oneShot(Profile profile) {
        ChatPeerBuilder builder = withFirstPeers(common(profile), profile).brief(true);
        if (root.bind == null) {
            return builder.port(0);
        }
        // A port from the configuration is where the console or listen is to be found, and perhaps runs now.
        return program.isGiven("--bind")
                ? builder
                : builder.bind(new InetSocketAddress(bindAddress().getAddress(), 0));
    }

    private ChatPeerBuilder withFirstPeers(ChatPeerBuilder builder, Profile profile) {
        return profile.name().equals(root.profile)
                ? builder
                : builder.peersFileReadOnly(profile().peersFile());
    }

    /** Says which port it became, where it is not the one that peers try. */
    Optional<String> portNotice(PeerAddress bound) {
        return root.bind == null && bound.port() != PeerSpec.DEFAULT_PORT
                ? Optional.of("port " + PeerSpec.DEFAULT_PORT + " is taken; this is port " + bound.port())
                : Optional.empty();
    }

    /** Which profile it became, where it is not the one that was asked for; whether anything is kept; --sim. */
    List<String> profileNotices(Profile profile) {
        List<String> notices = new ArrayList<>();
        if (!profile.name().equals(root.profile)) {
            notices.add("profile '" + root.profile + "' is in use; this is profile '" + profile.name() + "'");
        }
        if (!profile.isHeld()) {
            notices.add(profile.folder() + " cannot be written: nothing is kept of this run");
        }
        if (!root.sim.isNone()) {
            notices.add("--sim makes the network worse: " + root.sim);
        }
        return notices;
    }

    /** Says something for people. */
    void notice(String text) {
        Sink sink = program.sink(root);
        sink.tell(sink.renderer().notice(text, clock().instant()));
    }

    /**
     * Takes back what is under way, and says so.
     *
     * @return the exit code; {@link ExitCode#DONE} if all was delivered meanwhile
     */
    int notInTime(ChatPeer peer, Deliveries deliveries, Duration after) {
        long failedBefore = deliveries.failed();
        deliveries.giveUp(peer::withdraw);
        boolean known = deliveries.await(TAKE_BACK);
        if (known && deliveries.failed() == 0) {
            return ExitCode.DONE;
        }
        deliveries.stop();
        peer.close(Duration.ZERO);
        int exitCode = ExitCode.of(deliveries.reasons()) == ExitCode.REFUSED ? ExitCode.REFUSED : ExitCode.NOT_IN_TIME;
        exitSoon(exitCode, OUTPUT_STALLED); // whoever has to take our output may be why
        long left = deliveries.underWay() + deliveries.failed() - failedBefore;
        String what = (left == 1 ? "1 message was" : left + " messages were") + " not delivered after "
                + after.toMillis() + " ms";
        String why = deliveries.firstDetail();
        String code = exitCode == ExitCode.REFUSED
                ? "refused"
                : deliveries.reasons().contains(Delivery.Reason.NO_ANSWER) ? "no_answer" : "timeout";
        program.report(code, why.isEmpty() ? what : what + ": " + why, root.json);
        return exitCode;
    }

    /**
     * Has SIGINT, SIGTERM and SIGHUP close the peer in an orderly way. The JVM then ends with 128 and the signal's
     * number.
     */
    void closeOnSignal(ChatPeer peer, Deliveries deliveries) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            deliveries.stop();
                            peer.close(SIGNAL_DRAIN);
                            deliveries.await(Duration.ofSeconds(1));
                        },
                        "udpchat-exit"));
    }

    /** Ends the process with this code, from a thread that is not the main one. */
    static void exitSoon(int code) {
        exitSoon(code, Duration.ZERO);
    }

    private static void exitSoon(int code, Duration delay) {
        Executor at = CompletableFuture.delayedExecutor(
                delay.toNanos(), TimeUnit.NANOSECONDS, task -> new Thread(task, "udpchat-exit-request").start());
        at.execute(() -> System.exit(code));
    }

    /** Where messages are kept; empty where they are in memory alone. */
    Optional<Path> messages(Profile profile) {
        if (!profile.isHeld() || root.ephemeral || root.noHistory || root.raw) {
            return Optional.empty();
        }
        SqliteLibrary.useShipped();
        return Optional.of(profile.storeFile());
    }

    /** Erases what is older than the configuration says. Waits for nothing. */
    void eraseOld(ChatPeer peer, Profile profile) {
        Optional<String> keep = messages(profile).flatMap(file -> program.configured(HISTORY_KEEP));
        try {
            keep.map(PointInTime::parse)
                    .ifPresent(time -> time.ago()
                            .ifPresentOrElse(
                                    peer::retain, () -> peer.erase(Optional.empty(), time.at(clock().instant()))));
        } catch (IllegalArgumentException e) {
            throw new ChatException(ChatException.Kind.INVALID, HISTORY_KEEP + ": " + e.getMessage(), e);
        }
    }

    /** Whether something is on that can be configured. */
    boolean isOn(String key, boolean otherwise) {
        try {
            return program.configured(key).map(Settings::onOff).orElse(otherwise);
        } catch (IllegalArgumentException e) {
            throw new ChatException(ChatException.Kind.INVALID, key + ": " + e.getMessage(), e);
        }
    }

    /** Looks into the messages of the profile, which another program may hold. */
    ChatHistory history() {
        SqliteLibrary.useShipped();
        return ChatHistory.open(profile().storeFile());
    }

    /** The peers of the profile by key. */
    Map<PeerKey, Contact> contacts() {
        Map<PeerKey, Contact> contacts = new HashMap<>();
        ChatPeer.readPeers(profile().peersFile()).forEach(each -> each.key().ifPresent(key -> contacts.put(key, each)));
        return contacts;
    }

    /** Ourselves. */
    Renderer.Self self() throws IOException {
        profile().create();
        return new Renderer.Self(nick(), ChatPeer.readKey(profile().identityFile()));
    }

    private ChatPeerBuilder common(Profile profile) {
        ChatPeerBuilder builder = ChatPeer.builder()
                .identityFile(profile.identityFile())
                .nick(nick())
                .rawOnly(root.raw)
                .deliveryEvents(root.json)
                .readReceipts(isOn(RECEIPTS_READ, true))
                .impair(root.sim)
                .wallClock(clock());
        messages(profile).ifPresent(builder::storeFile);
        if (profile.isHeld()) {
            builder.peersFile(profile.peersFile());
        } else {
            builder.peersFileReadOnly(profile.peersFile());
        }
        if (root.bind != null) {
            builder.bind(bindAddress());
        }
        if (root.pcap != null) {
            builder.capture(root.pcap.toAbsolutePath());
        }
        return builder.wireLog(root.verbose.length > 1);
    }

    private InetSocketAddress bindAddress() {
        InetSocketAddress address = root.bind.resolve();
        if (address.isUnresolved()) {
            throw new ChatException(
                    ChatException.Kind.UNKNOWN_PEER, "--bind " + root.bind.host() + ": no host of that name");
        }
        return address;
    }

    private String checkedProfile() {
        try {
            return Profile.checkName(root.profile);
        } catch (IllegalArgumentException e) {
            throw new ChatException(ChatException.Kind.INVALID, "--profile: " + e.getMessage(), e);
        }
    }
}
