package udpchat.cli.command;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Has picocli tell what a parser throws as it is. Apart from the parsers, which work without picocli. */
abstract class OptionConverter<T> implements ITypeConverter<T> {

    private final Function<String, T> parser;

    /** @param parser throws {@link IllegalArgumentException} with one line */
    OptionConverter(Function<String, T> parser) {
        this.parser = parser;
    }

    @Override
    public final T convert(String value) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
