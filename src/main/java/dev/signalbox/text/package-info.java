/// Text of others as it may be shown: what would steer a terminal, turn the text around it or begin a new line is
/// told instead of done. And what stands for a text that is not to be told.
@org.jspecify.annotations.NullMarked
package dev.signalbox.text;
