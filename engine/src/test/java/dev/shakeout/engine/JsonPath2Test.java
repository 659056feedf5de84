package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.jsonpath.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths lead where jsonpath2 leads; what each finds was found with that library. */
class JsonPath2Test {
    private static final Json DOCUMENT = JsonReader.read("""
            {"n": [10, 20, 30, 40], "shop": [{"name": "pen", "price": 3}, {"name": "cüp", "price": 7.0}, {"name": "jar", "price": 9, "sold": true}], "a key": "odd", "deep": {"x": [{"x": 1}, {"x": [2, {"x": null}]}]}, "which": "n", "first": 0, "one": true}
            """);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " -> ", quoteCharacter = '`', textBlock = """
            $.n[*] -> [10,20,30,40]
            $.n[1:3] -> [20,30]
            $.n[-2:] -> [30,40]
            $.n[:2] -> [10,20]
            $.n[::2] -> [10,30]
            $.n[::-1] -> []
            $.n[3:0:-1] -> [40,30,20]
            $.n[2:-10:-1] -> [30,20,10,40,30,20,10]
            $.n[9:1:-2] -> [40]
            $.n[-9:2] -> [10,20]
            $.n[:-1] -> [10,20,30]
            $.n[1:999] -> [20,30,40]
            $.n[0,3,0] -> [10,40,10]
            $.n[-5] -> []
            $.n[4] -> []
            $..x -> [[{"x":1},{"x":[2,{"x":null}]}],1,[2,{"x":null}],null]
            $.deep..* -> [[{"x":1},{"x":[2,{"x":null}]}],{"x":1},{"x":[2,{"x":null}]},1,[2,{"x":null}],2,{"x":null},null]
            $..[0] -> [10,{"name":"pen","price":3},{"x":1},2]
            $..["x","price"] -> [3,7.0,9,[{"x":1},{"x":[2,{"x":null}]}],1,[2,{"x":null}],null]
            $.shop[*]["price","name"] -> [3,"pen",7.0,"cüp",9,"jar"]
            $.shop[*][?(@.price = 7)].name -> ["cüp"]
            $.shop[*][?(@.price != 7)].name -> ["pen","jar"]
            $.shop[*][?(@.name < "z")].name -> []
            $.shop[*][?(@.sold and @.price > 1 or @.price < 0)].name -> ["jar"]
            $.shop[*][?(@.name = "pen" or @.sold and @.price < 0)].name -> []
            $.shop[*][?(not (@.sold or @.price > 5))].name -> ["pen"]
            $.shop[*][?(not not @.sold)].name -> ["jar"]
            $.n[*][?(@ > $.n[1])] -> [30,40]
            $.shop[?(@[0].price < 4)][length()] -> [3]
            $[@.which][0] -> [10]
            $.n[@.x,$.first] -> [10]
            $.n[$.one] -> [20]
            $[?($.one = 1)].one -> [true]
            $.shop[*].name[length()] -> [3,3,3]
            $.shop[*].name.substring(1) -> ["en","üp","ar"]
            $.shop[*].name[substring(-2,9)] -> ["en","üp","ar"]
            $.shop[*].name[charAt(-1)] -> ["n","p","r"]
            $.shop[0][keys()] -> [["name","price"]]
            $.shop[0][values()] -> [["pen",3]]
            $.shop[0][entries()] -> [[["name","pen"],["price",3]]]
            $.n[entries()] -> [[[0,10],[1,20],[2,30],[3,40]]]
            $.n[keys()] -> [[0,1,2,3]]
            $.shop[*].name[charAt(5)] -> []
            $.shop[0].name[charAt($.first)] -> ["p"]
            $.shop[0][length()] -> []
            $.n.length() -> [4]
            $.n[?(@ = [10,20,30,40])][1] -> [20]
            $.shop[*][?(@ = {"name": "pen", "price": 3.0})].name -> ["pen"]
            $["a key"] -> ["odd"]
            $ . n [ 0 ] -> [10]
            $.shop[*][?(true)].price -> [3,7.0,9]
            $.shop[*][?(0)].price -> []
            $..x[?(@ = null)] -> [null]
            $.shop.*.price -> [3,7.0,9]
            """)
    void aPathLeadsWhereThatLibraryLeads(String path, String found) {
        assertThat(Json.of(Path.parse(path).find(DOCUMENT)).compact()).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "@",
                "$.",
                "$.n[",
                "$.n[1.5]",
                "$['n']",
                "$.n[?(@ == 1)]",
                "$.n[?(@ = 1 && @ = 2)]",
                "$.true",
                "$.n[foo()]",
                "$.n[nope]",
                "$.a-b",
                "$.n[]",
                "$.n..",
                "$x",
                "$.n[1:2:3:4]",
                "$.n[?@ = 1]",
                "$[\"a]",
                "$.n[01]"
            })
    void whatIsNoPathThereIsNoneHere(String text) {
        assertThatThrownBy(() -> Path.parse(text)).isInstanceOf(BadValue.class);
    }

    @Test
    void aMistakeIsToldWithItsPlaceAndTheWayOut() {
        assertThatThrownBy(() -> Path.parse("$['items']"))
                .hasMessageContaining("character 3")
                .hasMessageContaining("double quotes");
        assertThatThrownBy(() -> Path.parse("$.n[?(@.id == 7)]")).hasMessageContaining("'=' at character 13");
        assertThatThrownBy(() -> Path.parse("$[?(" + "(".repeat(5000))).hasMessageContaining("deep");
    }

    @Test
    void aSliceWithoutEndCostsNoMoreThanTheList() {
        assertThat(Path.parse("$.n[1:99999999999]").find(DOCUMENT)).hasSize(3);
        assertThat(Path.parse("$.n[99999999999:0:-1]").find(DOCUMENT)).hasSize(3);
    }

    @Test
    void aLongPathAndADeepDocumentAreNoDeepRecursion() {
        Json deep = Json.of(1);
        for (int i = 0; i < 50_000; i++) {
            deep = Json.object("a", deep);
        }
        assertThat(Path.parse("$" + ".a".repeat(4000)).find(deep)).hasSize(1);
        assertThat(Path.parse("$..a").find(deep)).hasSize(50_000);
    }

    @Test
    void aPathThatLeadsToTooMuchIsGivenUp() {
        Json wide = Json.of(Collections.nCopies(1000, Json.of(Collections.nCopies(1000, Json.of(1)))));
        assertThatThrownBy(() -> Path.parse("$[*][?($..* = 2 or $..* = 3)]").find(wide))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("too many");
    }
}
