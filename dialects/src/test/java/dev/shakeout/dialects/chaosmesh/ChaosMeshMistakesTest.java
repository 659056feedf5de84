package dev.shakeout.dialects.chaosmesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.ForeignCorpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a manifest is told with its place, and with what is allowed. */
class ChaosMeshMistakesTest {
    private static final String POD = """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: PodChaos
            metadata: {name: x}
            spec:
              action: pod-failure
              mode: one
              duration: 1m
              selector: {labelSelectors: {a: b}}
            """;
    private static final String NETWORK = """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: NetworkChaos
            metadata: {name: x}
            spec:
              action: delay
              mode: all
              duration: 1m
              delay: {latency: 10ms}
              selector: {labelSelectors: {a: b}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kind: PodChaos            | kind: PodChoas            | 2:7: there is no kind 'PodChoas' in Chaos Mesh; did you mean 'PodChaos'?
            action: pod-failure       | action: pod-fail          | 5:11: action: 'pod-fail' is not one of pod-kill, pod-failure, container-kill
            action: pod-failure       | acton: pod-failure        | 5:3: unknown key 'acton' in 'spec' of PodChaos x; did you mean 'action'?
            mode: one                 | mode: some                | 6:9: mode: 'some' is not one of one, all, fixed
            mode: one                 | mode: fixed               | 5:3: 'value' is missing in 'spec' of PodChaos x; it must be a whole number
            duration: 1m              | duration: 1 minute        | 7:13: duration: '1 minute' is no duration; must be a duration such as 300ms, 30s or 1h30m
            duration: 1m              | duration: -1m             | 7:13: duration: '-1m' is before its own beginning
            selector: {labelSelectors | selektor: {labelSelectors | 5:3: 'selector' is missing in 'spec' of PodChaos x
            {labelSelectors: {a: b}}  | {labels: {a: b}}          | 8:14: unknown key 'labels' in 'selector' of PodChaos x
            {labelSelectors: {a: b}}  | [a]                       | 8:13: 'selector' of PodChaos x must be an object; found a list
            {labelSelectors: {a: b}}  | {expressionSelectors: [{key: a, operator: In}]} | In needs values
            {labelSelectors: {a: b}}  | {expressionSelectors: [{key: a, operator: Like}]} | operator: 'Like' is not one of In, NotIn, Exists, DoesNotExist
            metadata: {name: x}       | metadata: x               | 3:11: 'metadata' of PodChaos must be an object; found text (x)
            """)
    void ofAPodChaos(String right, String wrong, String told) {
        assertThat(mistakes(POD.replace(right, wrong))).contains(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {latency: 10ms}        | {latncy: 10ms}                | 'latency' is missing in 'delay' of NetworkChaos x
            {latency: 10ms}        | {latency: 10ms, jitter: soon} | 8:34: jitter: 'soon' is no duration
            {latency: 10ms}        | {latency: 10ms, correlation: "101"} | 8:39: correlation: 101
            action: delay          | action: loss                  | 'loss' is missing in 'spec' of NetworkChaos x, as the action is loss
            action: delay          | action: bandwidth             | 'bandwidth' is missing in 'spec' of NetworkChaos x, as the action is bandwidth
            duration: 1m           | direction: both               | 7:14: the direction both needs the other end
            duration: 1m           | externalTargets: ["a.example:80", b.example] | have different ports, or only some have one
            duration: 1m           | target: {mode: all}           | 'selector' is missing in 'target' of NetworkChaos x
            """)
    void ofANetworkChaos(String right, String wrong, String told) {
        assertThat(mistakes(NETWORK.replace(right, wrong))).contains(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Request  | replace: {}               | 4:7: nothing is to be done in
            Request  | replace: {code: 404}      | a code is replaced in responses alone
            Request  | patch: {}                 | nothing is to be done in
            Response | replace: {code: 99}       | code: 99 is out of range
            Response | replace: {body: '***'}    | body: it is not base64
            """)
    void ofAnHttpChaosThatWouldChangeNothing(String target, String change, String told) {
        assertThat(mistakes("""
                        apiVersion: chaos-mesh.org/v1alpha1
                        kind: HTTPChaos
                        metadata: {name: x}
                        spec: {mode: all, selector: {labelSelectors: {a: b}}, port: 80, duration: 1m,
                          target: %s, %s}
                        """.formatted(target, change))).contains(told).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{name: a, templateType: Suspend}]                                      | 'deadline' is missing in a template of Workflow w; a Suspend without one would never end
            [{name: a, templateType: Serial, children: [a]}]                        | the template 'a' is part of itself: a > a
            [{name: a, templateType: Serial, children: [b]}]                        | there is no template 'b'
            [{name: a, templateType: Parallel}]                                     | a Parallel needs children
            [{name: b, templateType: Suspend, deadline: 1s}]                        | there is no template 'a'; did you mean 'b'?
            [{name: a, templateType: Suspend, deadline: 1s}, {name: a, templateType: Suspend, deadline: 1s}] | there are two templates with the name 'a'
            [{name: a, templateType: PodChaos, deadline: 1s}]                       | 'podChaos' is missing in a template of Workflow w, as its type says
            [{name: a, templateType: StatusCheck, statusCheck: {type: HTTP, http: {url: "http://a", criteria: {statusCode: ok}}}}] | 'ok' is no status
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: c, expression: exitCode == stdout}]}, {name: c, templateType: Suspend, deadline: 1s}] | expression: '==' does not go with a number and a text
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: c, expression: exitCode}]}, {name: c, templateType: Suspend, deadline: 1s}] | expression: it must be true or false, as by a comparison; it gives a number
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: c, expression: not exitCode == 0}]}, {name: c, templateType: Suspend, deadline: 1s}] | expression: 'not' joins what is true or false
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: c, expression: len(stdout) > 3}]}, {name: c, templateType: Suspend, deadline: 1s}] | expression: 'len' does not belong here (at character 1); taken are exitCode and stdout
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: c, expression: "exitCode in [1]"}]}, {name: c, templateType: Suspend, deadline: 1s}] | expression: '[1]' is not understood (at character 12)
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: c, expression: "exitCode =="}]}, {name: c, templateType: Suspend, deadline: 1s}] | expression: it ends too early
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: c, expression: exitCode == 0 stdout}]}, {name: c, templateType: Suspend, deadline: 1s}] | 'stdout' does not belong here (at character 14)
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: c, expression: "(exitCode == 0"}]}, {name: c, templateType: Suspend, deadline: 1s}] | expression: it ends too early
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: d, expression: exitCode == 0}]}] | there is no template 'd'
            [{name: a, templateType: Task, deadline: 1s, task: {container: {image: b}}, conditionalBranches: [{target: a, expression: exitCode == 0}]}] | the template 'a' is part of itself: a > a
            [{name: a, templateType: Task, deadline: 1s}] | 'task' is missing in a template of Workflow w, as its type says
            [{name: a, templateType: Task, task: {volumes: []}}] | 'container' is missing
            [{name: a, templateType: Suspend, deadline: 1s, task: {container: {}}}] | 'task' goes with a Task, and this is a Suspend
            [{name: a, templateType: Schedule, deadline: 1m, schedule: {schedule: '0 9 * * 1', type: PodChaos, podChaos: {action: pod-kill, mode: one, selector: {}}}}] | '0 9 * * 1' is no plain interval
            [{name: a, templateType: Schedule, deadline: 1m, schedule: {schedule: '*/7 * * * *', type: PodChaos, podChaos: {action: pod-kill, mode: one, selector: {}}}}] | '*/7 * * * *' is no plain interval
            [{name: a, templateType: Schedule, schedule: {schedule: '@every 5s', type: PodChaos}}] | 'deadline' is missing in a template of Workflow w; a Schedule without one would never end
            [{name: a, templateType: Schedule, deadline: 4s, schedule: {schedule: '@every 5s', type: PodChaos, podChaos: {}}}] | it is not once until the deadline
            [{name: a, templateType: Schedule, deadline: 24h, schedule: {schedule: '@every 1s', type: PodChaos, podChaos: {action: pod-kill, mode: one, selector: {labelSelectors: {a: b}}}}}] | it is more than 500 times until the deadline
            """)
    void ofAWorkflow(String templates, String told) {
        assertThat(mistakes("""
                apiVersion: chaos-mesh.org/v1alpha1
                kind: Workflow
                metadata: {name: w}
                spec: {entry: a, templates: %s}
                """.formatted(templates))).contains(told);
    }

    @Test
    void ofSeveralDocumentsAllAreTold() {
        assertThat(mistakes(POD.replace("mode", "mod") + "---\n" + NETWORK.replace("mode", "mod")))
                .contains("6:3: unknown key 'mod' in 'spec' of PodChaos x")
                .contains("15:3: unknown key 'mod' in 'spec' of NetworkChaos x");
    }

    @Test
    void aFewTemplatesCannotStandForMillions() {
        var templates = new StringBuilder("[");
        for (int i = 0; i < 30; i++) {
            templates.append("{name: t%d, templateType: Serial, children: [t%d, t%d]}, ".formatted(i, i + 1, i + 1));
        }
        templates.append("{name: t30, templateType: Suspend, deadline: 1s}]");
        assertThat(mistakes("""
                apiVersion: chaos-mesh.org/v1alpha1
                kind: Workflow
                metadata: {name: w}
                spec: {entry: t0, templates: %s}
                """.formatted(templates))).contains("the workflow has more than 500 steps");
    }

    private static String mistakes(String text) {
        return String.join("\n", Mistakes.in(() -> ForeignCorpus.translated(text, Choices.DEFAULT)));
    }
}
