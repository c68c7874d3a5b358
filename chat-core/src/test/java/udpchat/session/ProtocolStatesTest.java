package udpchat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import udpchat.docs.ProtocolPage;

/** The tables of states in docs/protocol.md are those of the code. */
class ProtocolStatesTest {

    @Test
    void handshakes() {
        compare("handshake", HandshakePhase.values(), HandshakePhase.Signal.values(), HandshakePhase::next);
    }

    @Test
    void keys() {
        compare("key", KeyState.values(), KeyState.Signal.values(), KeyState::next);
    }

    @Test
    void paths() {
        compare("path", PathState.values(), PathState.Signal.values(), PathState::next);
    }

    private static <S extends Enum<S>, E extends Enum<E>> void compare(
            String machine, S[] states, E[] signals, BiFunction<S, E, S> next) {
        String[] heading = Stream.concat(Stream.of(machine), Stream.of(signals).map(Enum::name))
                .toArray(String[]::new);
        List<List<String>> expected = Stream.of(states)
                .map(state -> Stream.concat(
                                Stream.of(state.name()), Stream.of(signals).map(signal -> cell(state, signal, next)))
                        .toList())
                .toList();
        assertEquals(expected, ProtocolPage.table(heading));
    }

    private static <S extends Enum<S>, E extends Enum<E>> String cell(S state, E signal, BiFunction<S, E, S> next) {
        try {
            S after = next.apply(state, signal);
            return after == state ? "=" : after.name();
        } catch (IllegalStateException e) {
            return "-";
        }
    }
}
