package dev.signalbox.wire;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of a component whose values, or items, are not just any of their type.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Values {
    /// All texts that there are.
    String[] value() default {};

    /// Whose words are all that there are.
    Class<? extends Enum<?>>[] of() default {};

    /// The least number, or the least items of a list; negative for any.
    int least() default -1;

    /// The most characters of a text; negative for any.
    int most() default -1;

    /// How a text is to be read, such as `date-time`; empty for just as it is.
    String format() default "";
}
