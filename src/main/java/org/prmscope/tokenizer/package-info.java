/// Text to token ids and back: tokenizer.json, byte-safe streaming, chat templates as ids.
@NullMarked
package org.prmscope.tokenizer;

import org.jspecify.annotations.NullMarked;
