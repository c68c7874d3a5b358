package udpchat.cli.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import udpchat.ChatException;
import udpchat.ChatPeer;
import udpchat.ChatPeerBuilder;
import udpchat.cli.config.Profile;
import udpchat.cli.pipe.Deliveries;
import udpchat.cli.pipe.Sink;
import udpchat.cli.pipe.Stdio;
import udpchat.cli.slash.NameRule;
import udpchat.model.PeerAddress;
import udpchat.model.PeerSpec;

/** Makes a peer of the options, and sees to it that however the process ends, the peer is closed. */
final class Launch {

    /** How long a peer may drain when a signal ends the process. */
    private static final Duration SIGNAL_DRAIN = Duration.ofSeconds(2);

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
        program.stdio().onOutputLost(this::endWithoutOutput);
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

    /** A peer that holds this profile and waits for others: port 8089, or the next free one, unless told otherwise. */
    ChatPeerBuilder resident(Profile profile) {
        ChatPeerBuilder builder = common().peersFile(profile.peersFile());
        return root.bind == null ? builder.portOrNextFree(PeerSpec.DEFAULT_PORT) : builder;
    }

    /** A peer that waits for others but knows the peer list only to read it. */
    ChatPeerBuilder listening() {
        ChatPeerBuilder builder = common().peersFileReadOnly(profile().peersFile());
        return root.bind == null ? builder.portOrNextFree(PeerSpec.DEFAULT_PORT) : builder;
    }

    /** A peer for one thing: any port, and the peer list only to read it. */
    ChatPeerBuilder oneShot() {
        ChatPeerBuilder builder = common().peersFileReadOnly(profile().peersFile());
        return root.bind == null ? builder.port(0) : builder;
    }

    /** Says which port it became, where it is not the one that peers try. */
    Optional<String> portNotice(PeerAddress bound) {
        return root.bind == null && bound.port() != PeerSpec.DEFAULT_PORT
                ? Optional.of("port " + PeerSpec.DEFAULT_PORT + " is taken; this is port " + bound.port())
                : Optional.empty();
    }

    /** Which profile it became, where it is not the one that was asked for. */
    Optional<String> profileNotice(Profile profile) {
        return profile.name().equals(root.profile)
                ? Optional.empty()
                : Optional.of("profile '" + root.profile + "' is in use; this is profile '" + profile.name() + "'");
    }

    /**
     * Has SIGINT, SIGTERM and SIGHUP close the peer in an orderly way. The JVM then ends with 128 and the signal's
     * number.
     */
    void closeOnSignal(ChatPeer peer, Deliveries deliveries) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            peer.close(SIGNAL_DRAIN);
                            deliveries.await(Duration.ofSeconds(1));
                        },
                        "udpchat-exit"));
    }

    /** Ends the process with this code, from a thread that is not the main one. */
    static void exitSoon(int code) {
        Thread thread = new Thread(() -> System.exit(code), "udpchat-exit-request");
        thread.setDaemon(true);
        thread.start();
    }

    private ChatPeerBuilder common() {
        ChatPeerBuilder builder = ChatPeer.builder().wallClock(clock());
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

    private void endWithoutOutput(IOException e) {
        if (Stdio.isClosedByReader(e)) {
            exitSoon(ExitCode.DONE);
        } else {
            program.stdio().err("udpchat: cannot write the output: " + e.getMessage());
            exitSoon(ExitCode.FAILURE);
        }
    }
}
