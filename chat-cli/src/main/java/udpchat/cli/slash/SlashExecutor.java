package udpchat.cli.slash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import udpchat.ChatException;
import udpchat.ChatPeer;
import udpchat.cli.doctor.Diagnosis;
import udpchat.cli.doctor.Doctor;
import udpchat.cli.render.Renderer;
import udpchat.cli.render.SafeText;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Destination;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerState;

/**
 * Does what a person types: the same in the console and in pipe mode. Owned by the input thread, but for {@link #heard},
 * {@link #changed}, {@link #named} and {@link #current}.
 */
public final class SlashExecutor {

    /** Of those who are here, as many are named to somebody who talks to nobody yet. */
    private static final int HERE_NAMED = 3;

    private final ChatPeer peer;
    private final ChatView view;
    private final Renderer renderer;
    private final Settings settings;
    private final InstantSource clock;
    private final Trusting trusting;
    private final Archive archive;

    private final AtomicReference<Optional<Target>> current = new AtomicReference<>(Optional.empty());
    private volatile Destination lastHeard;
    private boolean failed;

    /** A text that was for nobody, or empty. */
    private String unsaid = "";

    /**
     * What came of one input.
     *
     * @param sendings the messages it started
     * @param done false where it could not be done; what was wrong has been told
     * @param leave whether the person wants to leave
     */
    public record Result(List<Sending> sendings, boolean done, boolean leave) {}

    /** Without a history. */
    public SlashExecutor(ChatPeer peer, ChatView view, Renderer renderer, Settings settings, InstantSource clock) {
        this(peer, view, renderer, settings, clock, Optional.empty());
    }

    /** @param history the file of the peer's message store; empty where it is kept in memory */
    public SlashExecutor(
            ChatPeer peer,
            ChatView view,
            Renderer renderer,
            Settings settings,
            InstantSource clock,
            Optional<Path> history) {
        this.archive = new Archive(peer, renderer, settings, clock, history);
        this.peer = peer;
        this.view = view;
        this.renderer = renderer;
        this.settings = settings;
        this.clock = clock;
        this.trusting = new Trusting(peer, renderer);
    }

    /** Notes who wrote last, for {@code /reply}. Who wrote what is unverified is not known. Any thread. */
    public void heard(ChatMessage message) {
        if (!message.unverified()) {
            lastHeard = Target.answerTo(message);
        }
    }

    /** Notes what is known of a peer now: the one we talk to may have another name, or a key. Any thread. */
    public void changed(Contact news) {
        Optional<Target> before = current.get();
        Optional<Target> after = before.flatMap(target -> target.after(news));
        if (after.isPresent() && current.compareAndSet(before, after)) {
            view.focus(news);
        }
    }

    /** Notes what everybody is called: somebody who comes under the same name makes another one's name longer. Any thread. */
    public void named(List<Contact> all) {
        current()
                .filter(known -> known.key().isPresent())
                .ifPresent(known -> all.stream()
                        .filter(each -> each.key().equals(known.key()))
                        .filter(each -> !each.displayName().equals(known.displayName()))
                        .findFirst()
                        .ifPresent(this::changed));
    }

    /** The peer a bare text goes to. Any thread. */
    public Optional<Contact> current() {
        return current.get().map(Target::contact);
    }

    /**
     * Talks to this peer from now on.
     *
     * @throws ChatException when there is no such peer
     */
    public void focus(String name) {
        Target target = find(name);
        current.set(Optional.of(target));
        view.focus(target.contact());
    }

    /**
     * Does what one input says. What cannot be done is given back to be mended; a text for nobody, once it is known to whom
     * texts go. Never throws for what a person can type. */
    public Result execute(String input) {
        List<Sending> sendings = new ArrayList<>();
        failed = false;
        SlashCommand command = SlashParser.parse(input);
        try {
            perform(command, sendings);
        } catch (ChatException e) {
            error(code(e.kind()), e.getMessage());
        } catch (IllegalArgumentException e) {
            error("invalid", e.getMessage());
        } catch (CompletionException e) {
            // The peer is being closed, by a signal or by the network.
            error("closed", e.getCause().getMessage());
        }
        boolean text = command instanceof SlashCommand.Say || command instanceof SlashCommand.Me;
        if (text && current.get().isEmpty()) {
            // Before it in the line, the command that is needed first would be text.
            unsaid = input;
        } else if (failed && sendings.isEmpty()) {
            view.giveBack(input);
        } else if (!unsaid.isEmpty() && current.get().isPresent()) {
            view.giveBack(unsaid);
            unsaid = "";
        }
        return new Result(List.copyOf(sendings), !failed, command instanceof SlashCommand.Quit);
    }

    /** The code by which programs know this kind of error. */
    public static String code(ChatException.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void perform(SlashCommand command, List<Sending> sendings) {
        if (command instanceof SlashCommand.Say say) {
            say(say.text(), false, sendings);
        } else if (command instanceof SlashCommand.Me me) {
            say(me.text(), true, sendings);
        } else if (command instanceof SlashCommand.Msg msg) {
            say(find(msg.peer()), msg.text(), false, sendings);
        } else if (command instanceof SlashCommand.Reply reply) {
            reply(reply.text(), sendings);
        } else if (command instanceof SlashCommand.All all) {
            sendToAll(all.text(), sendings);
        } else if (command instanceof SlashCommand.To to) {
            to(to.peer());
        } else if (command instanceof SlashCommand.Raw raw) {
            raw(raw.peer());
        } else if (command instanceof SlashCommand.Help help) {
            help(help.command());
        } else if (command instanceof SlashCommand.Peers) {
            view.show(renderer.peers(
                    peer.peers().join().stream()
                            .filter(contact -> !contact.isPast())
                            .toList(),
                    clock.instant()));
        } else if (command instanceof SlashCommand.Whois whois) {
            view.show(renderer.whois(find(whois.peer()).contact(), clock.instant()));
        } else if (command instanceof SlashCommand.Add add) {
            add(add.name(), add.peer());
        } else if (command instanceof SlashCommand.Remove remove) {
            notice(peer.removeContact(remove.name()).displayName() + " is off the list");
            refreshCurrent();
        } else if (command instanceof SlashCommand.Rename rename) {
            rename(rename.name(), rename.newName());
        } else if (command instanceof SlashCommand.Ignore ignore) {
            notice(ignore(ignore.peer(), true) + " is ignored; /unignore ends that");
        } else if (command instanceof SlashCommand.Unignore unignore) {
            notice(ignore(unignore.peer(), false) + " is heard again");
        } else if (command instanceof SlashCommand.Ping ping) {
            ping(find(ping.peer()));
        } else if (command instanceof SlashCommand.Doctor doctor) {
            doctor(doctor.peer().map(this::find));
        } else if (command instanceof SlashCommand.Verify verify) {
            verify(find(verify.peer()).contact(), verify.confirmed());
        } else if (command instanceof SlashCommand.Trust trust) {
            trust(find(trust.peer()));
        } else if (command instanceof SlashCommand.Away away) {
            peer.away(away.away());
            view.away(away.away());
            notice(away.away() ? "peers see you as away; /back ends that" : "peers see you as here");
        } else {
            performOwn(command);
        }
    }

    private void performOwn(SlashCommand command) {
        if (command instanceof SlashCommand.Outbox) {
            shown(archive.outbox(), "nothing waits to be sent");
        } else if (command instanceof SlashCommand.Cancel cancel) {
            notice(archive.cancel(cancel.id()));
        } else if (command instanceof SlashCommand.History history) {
            history(history);
        } else if (command instanceof SlashCommand.Search search) {
            List<String> notices = new ArrayList<>();
            String found = archive.search(search.words(), notices);
            if (!found.isEmpty()) {
                view.show(found);
            }
            notices.forEach(this::notice);
        } else if (command instanceof SlashCommand.Forget forget) {
            notice(archive.forget(find(forget.peer()).contact()));
        } else if (command instanceof SlashCommand.Nick nick) {
            set("nick", nick.name());
        } else if (command instanceof SlashCommand.Id) {
            id();
        } else if (command instanceof SlashCommand.Status) {
            view.show(renderer.status(peer.sessions().join(), peer.stats().join()));
        } else if (command instanceof SlashCommand.Set set) {
            set(set.key(), set.value());
        } else if (command instanceof SlashCommand.Clear) {
            view.clear();
        } else if (command instanceof SlashCommand.Invalid invalid) {
            error("invalid", invalid.message());
        }
    }

    private void shown(String rendered, String otherwise) {
        if (rendered.isEmpty()) {
            notice(otherwise);
        } else {
            view.show(rendered);
        }
    }

    private void history(SlashCommand.History command) {
        Optional<String> first = command.peer();
        boolean counted =
                first.isPresent() && command.count().isEmpty() && first.get().matches("[0-9]{1,9}");
        Optional<String> count = counted ? first : command.count().map(String::strip);
        int wanted = count.map(SlashExecutor::count).orElse(Archive.SHOWN);
        Optional<PeerKey> with = counted
                ? Optional.empty()
                : first.map(name -> find(name).contact()).map(SlashExecutor::keyOf);
        shown(archive.history(with, wanted), "nothing was said yet");
    }

    private static int count(String text) {
        try {
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + SafeText.line(text) + "' is not a number of messages", e);
        }
    }

    private static PeerKey keyOf(Contact contact) {
        return contact.key()
                .orElseThrow(() -> new IllegalArgumentException(
                        contact.displayName() + " has no key; nothing is kept of what plain peers say"));
    }

    private void say(String text, boolean action, List<Sending> sendings) {
        Optional<Target> target = current.get();
        if (target.isEmpty()) {
            error("no_peer", toWhom());
            return;
        }
        say(target.get(), text, action, sendings);
    }

    private void say(Target to, String text, boolean action, List<Sending> sendings) {
        sendings.add(send(to, text, action));
        view.turnedTo(to.contact());
    }

    /** What to do first, with the names of those who are here. */
    private String toWhom() {
        List<String> here = peer.peers().join().stream()
                .filter(SlashExecutor::isHere)
                .map(Contact::displayName)
                .toList();
        if (here.isEmpty()) {
            return "to whom? /to PEER first, or host:port and the text";
        }
        String more = here.size() > HERE_NAMED ? ", /peers lists all" : "";
        return "to whom? "
                + here.stream().limit(HERE_NAMED).map(name -> "/to " + name).collect(Collectors.joining(", ")) + more
                + " first; then what you type goes there";
    }

    private void reply(String text, List<Sending> sendings) {
        Destination to = lastHeard;
        if (to == null) {
            error("no_peer", "nobody has written yet");
            return;
        }
        say(Target.of(peer, to), text, false, sendings);
    }

    private void sendToAll(String text, List<Sending> sendings) {
        for (Contact contact : peer.peers().join()) {
            if (isHere(contact) && contact.destination().isPresent()) {
                sendings.add(send(new Target(contact.destination().get(), contact), text, false));
            }
        }
        if (sendings.isEmpty()) {
            error("no_peer", "nobody is here: there is no session, and nobody has written yet");
        }
    }

    /** Whether somebody is at the other end, as far as we know, and stays. */
    public static boolean isHere(Contact contact) {
        return !contact.ignored()
                && !contact.isBrief()
                && (contact.key().isPresent() ? contact.state() == PeerState.UP : contact.received() > 0);
    }

    private void to(Optional<String> name) {
        if (name.isPresent()) {
            focus(name.get());
            recall();
            current().ifPresent(view::turnedTo);
        } else {
            notice(current()
                    .map(c -> "you are talking to " + describe(c))
                    .orElse("you are talking to nobody; /to PEER changes that"));
        }
    }

    /** What was said last with the one we talk to now. Where that cannot be read, one talks to that peer all the same. */
    private void recall() {
        Optional<PeerKey> key = current().flatMap(Contact::key);
        if (!view.recalls() || !archive.isKept() || key.isEmpty()) {
            return;
        }
        try {
            String said = archive.history(key, Archive.SHOWN);
            if (!said.isEmpty()) {
                view.show(said);
            }
        } catch (ChatException e) {
            view.tell(renderer.error(code(e.kind()), e.getMessage(), clock.instant()));
        }
    }

    private void raw(Optional<String> name) {
        if (name.isEmpty() && current.get().isEmpty()) {
            error("no_peer", "which peer? /raw PEER");
            return;
        }
        Target target = name.map(this::find).orElseGet(() -> current.get().orElseThrow());
        Optional<PeerAddress> address = target.address();
        if (address.isEmpty() || target.contact().key().isPresent()) {
            error("invalid", target.contact().displayName() + " has a key: it never gets plain text");
            return;
        }
        int held = peer.raw(address.get()).join();
        String went = held == 0
                ? ""
                : held == 1 ? "; 1 message that waited goes now" : "; " + held + " messages that waited go now";
        notice(describe(target.contact()) + " gets plain text from now on, which anyone on the way can read" + went);
    }

    private void add(String name, String who) {
        Contact contact = peer.addContact(name, spec(who));
        notice(name + " is " + contact.spec()
                + (contact.address().isPresent() ? "" : "; its host is not to be found now"));
        refreshCurrent();
    }

    /** Who is known only by what it calls itself gets a name in the list, by its key. */
    private void rename(String name, String newName) {
        List<Contact> all = peer.peers().join();
        boolean listed = all.stream()
                .anyMatch(c -> c.alias().filter(name::equalsIgnoreCase).isPresent());
        boolean here = all.stream()
                .anyMatch(c ->
                        c.key().isPresent() && c.alias().isEmpty() && c.name().equalsIgnoreCase(name));
        Contact renamed = listed || !here ? peer.renameContact(name, newName) : peer.addContact(newName, spec(name));
        notice(name + " is now " + renamed.displayName());
        refreshCurrent();
    }

    /** What the list keeps of a peer: one that is known by what it calls itself is kept by its key. */
    private PeerSpec spec(String who) {
        return peer.peers().join().stream()
                .filter(c -> c.key().isPresent() && c.address().isPresent())
                .filter(c ->
                        c.name().equalsIgnoreCase(who) || c.key().get().text().equals(who))
                .findFirst()
                .map(c -> PeerSpec.of(c.key().orElseThrow(), c.address().orElseThrow()))
                .orElseGet(() -> PeerSpec.parse(who));
    }

    private String ignore(String who, boolean ignored) {
        String name = peer.ignore(peer.destination(who), ignored).displayName();
        refreshCurrent();
        return name;
    }

    private void ping(Target target) {
        CompletableFuture<Duration> answer = peer.ping(target.destination());
        if (!view.waits()) {
            answer.whenComplete((time, problem) -> {
                if (problem == null) {
                    view.show(renderer.ping(target.contact(), time, clock.instant()));
                } else {
                    view.tell(renderer.error("no_answer", noAnswer(target, problem), clock.instant()));
                }
            });
            return;
        }
        try {
            view.show(renderer.ping(target.contact(), answer.join(), clock.instant()));
        } catch (CompletionException e) {
            error("no_answer", noAnswer(target, e.getCause()));
        }
    }

    /** Takes some seconds, in which a person goes on typing. */
    private void doctor(Optional<Target> target) {
        if (peer.isRawOnly()) {
            error("invalid", "with --raw nothing goes out but what is typed, so there is nothing to try");
            return;
        }
        Supplier<Diagnosis> look =
                () -> target.map(each -> Doctor.peer(peer, each.destination())).orElseGet(Doctor::machine);
        if (view.waits()) {
            view.show(renderer.diagnosis(look.get()));
            return;
        }
        notice("looking; this takes some seconds");
        Thread thread = new Thread(
                () -> {
                    try {
                        view.show(renderer.diagnosis(look.get()));
                    } catch (ChatException | CompletionException e) {
                        view.tell(renderer.error("doctor", e.getMessage(), clock.instant()));
                    }
                },
                "udpchat-doctor");
        thread.setDaemon(true);
        thread.start();
    }

    private static String noAnswer(Target target, Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return target.contact().displayName() + ": " + cause.getMessage();
    }

    private void verify(Contact contact, boolean confirmed) {
        if (confirmed) {
            notice(trusting.confirm(contact));
            refreshCurrent();
        } else {
            view.show(trusting.number(contact));
        }
    }

    /** Who talks to a name goes on talking to that name, and not to the key that it had. */
    private void trust(Target target) {
        boolean talking = current.get().filter(target::isSame).isPresent();
        Contact accepted = trusting.accept(target.contact());
        notice(Trusting.accepted(accepted));
        if (talking) {
            focus(accepted.displayName());
        } else {
            refreshCurrent();
        }
    }

    private void id() {
        view.show(renderer.page("you are " + settings.nick() + " · " + peer.localAddress() + "\nfingerprint  "
                + peer.key().fingerprint() + "\nkey          " + peer.key()));
    }

    private void help(Optional<String> name) {
        if (name.isEmpty()) {
            view.show(renderer.page(HelpText.all()));
            return;
        }
        Optional<String> page = HelpText.of(name.get());
        if (page.isPresent()) {
            view.show(renderer.page(page.get()));
        } else {
            error("invalid", HelpText.unknown(name.get()));
        }
    }

    private void set(Optional<String> key, Optional<String> value) {
        if (key.isEmpty()) {
            for (String each : Settings.KEYS) {
                notice(each + " = " + settings.get(each));
            }
        } else if (value.isEmpty()) {
            notice(key.get() + " = " + settings.get(key.get()));
        } else {
            set(key.get(), value.get());
        }
    }

    private void set(String key, String value) {
        settings.set(key, value);
        peer.nick(settings.nick());
        notice(key + " = " + settings.get(key));
    }

    private Sending send(Target to, String text, boolean action) {
        boolean aside = current.get().map(c -> !c.isSame(to)).orElse(true);
        Optional<String> actor = action ? Optional.of(settings.nick()) : Optional.empty();
        return Sending.send(peer, to, aside, text, actor, clock);
    }

    private Target find(String name) {
        return Target.find(peer, name);
    }

    /** The peer list changed: the one we talk to may have another name now. */
    private void refreshCurrent() {
        Optional<Target> before = current.get();
        before.map(target -> peer.contact(target.destination())).ifPresent(this::changed);
    }

    private static String describe(Contact contact) {
        return contact.address()
                .map(PeerAddress::toString)
                .filter(address -> !address.equals(contact.displayName()))
                .map(address -> contact.displayName() + " · " + address)
                .orElse(contact.displayName());
    }

    private void notice(String text) {
        view.tell(renderer.notice(text, clock.instant()));
    }

    private void error(String code, String text) {
        failed = true;
        view.tell(renderer.error(code, text, clock.instant()));
    }
}
