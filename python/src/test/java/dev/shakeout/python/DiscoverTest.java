package dev.shakeout.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a module offers is listed as Chaos Toolkit lists it. */
class DiscoverTest {
    @Test
    void exportedFunctionsAreListedWithTheirArguments(@TempDir Path folder) throws Exception {
        try (var python = UserPython.in(folder)) {
            python.with("offers", """
                    from typing import Any, Dict, List
                    __all__ = ["count", "Thing"]

                    class Thing:
                        pass

                    def count(of: str, at_most: int = 3, tags: List[str] = None, where: Dict[str, Any] = None,
                              thing: Thing = None, plain=1.5, *rest, secrets=None, **more) -> bool:
                        \"""Counts.

                        All of them.
                        \"""

                    def hidden():
                        pass
                    """).with("exports_nothing", "def f(): pass\n");

            assertThat(PythonSide.of(python.machine()).discover("offers", "probe"))
                    .isEqualTo(JsonReader.read("""
                            [{"type": "probe", "name": "count", "mod": "offers", "doc": "Counts.\\n\\nAll of them.",
                              "arguments": [
                                {"name": "of", "type": "string"},
                                {"name": "at_most", "default": 3, "type": "integer"},
                                {"name": "tags", "default": null, "type": "list"},
                                {"name": "where", "default": null, "type": "mapping"},
                                {"name": "thing", "default": null, "type": "object"},
                                {"name": "plain", "default": 1.5},
                                {"name": "rest"}],
                              "return_type": "boolean"}]"""));
            assertThat(PythonSide.of(python.machine()).discover("exports_nothing", "action"))
                    .isEqualTo(Json.of(java.util.List.of()));
            assertThatThrownBy(() -> PythonSide.of(python.machine()).discover("nowhere", "action"))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("No module named 'nowhere'");
        }
    }
}
