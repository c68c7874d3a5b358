package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSizeTest {

    @Test
    void fillsTheRoomWithAsMuchOfAMessageAsFits() {
        int total = 5000;
        for (int room = 0; room <= 1300; room++) {
            int data = FrameSize.maxMsgData(0, 70, 100, total, room);
            if (data == 0) {
                assertTrue(room < frame(1, total), "room " + room);
            } else {
                assertTrue(frame(data, total) <= room, "room " + room);
                assertTrue(frame(data + 1, total) > room, "room " + room);
            }
        }
    }

    @Test
    void takesNoMoreThanIsLeftOfTheMessage() {
        assertEquals(7, FrameSize.maxMsgData(0, 1, 93, 100, 1000));
    }

    private static int frame(int data, int total) {
        return FrameSize.of(new Frame.Msg(0, 70, 100, total, Bytes.wrap(new byte[data])));
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "63, 64", "64, 64", "65, 128", "1152, 1152", "1153, 1171", "1171, 1171"})
    void padsToAMultipleOf64OrToTheLimit(int used, int padded) {
        assertEquals(padded, FrameSize.padded(used, 1171));
    }
}
