using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Upgrades;
using Portal.Core.Resources;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>What another version of a program does with the state of the one that runs, operator by operator. Pure; the ids are as Flink 2.2 gives them.</summary>
public sealed class ProgramGraphTests
{
    // source -> more | sum -> sink, where each has a uid.
    private static readonly ProgramGraph Named = Graph("source more* sum sink*");

    public static TheoryData<string, string, CheckVerdict, string> Versions =>
        new()
        {
            { "source more* sum sink*", "source more* sum sink*", CheckVerdict.Noted, "4 operators are the same" },
            {
                "source more* sum sink*",
                "source more* sum2=sum sink*",
                CheckVerdict.NeedsOverride,
                "Of the operators 3 are the same; not carried over: sum; new or changed, and empty at first: sum."
            },
            {
                "source more* sum sink*",
                "source more* sum twice* sink*",
                CheckVerdict.Noted,
                "Of the operators 4 are the same; new or changed, and empty at first: twice."
            },
            {
                "source more* sum sink*",
                "source sum sink*",
                CheckVerdict.NeedsOverride,
                "Of the operators 3 are the same; not carried over: more."
            },
            {
                // No uid: what comes behind takes the place, and the id, of what was there.
                "source more* sum 6d=sink*",
                "source more* sum 6d=twice* dd=sink*",
                CheckVerdict.NeedsOverride,
                "Of the operators 3 are the same; given another one's state: twice that of sink; new or changed, and empty at first: sink."
            },
            {
                // One that had a chain of its own is chained.
                "source more sum sink*",
                "source more* sum sink*",
                CheckVerdict.Unknown,
                "4 operators are the same in both versions, and there are no others. They are chained otherwise"
            },
        };

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_is_not_carried_over_and_what_begins_empty_is_named(
        string running,
        string next,
        CheckVerdict verdict,
        string words
    )
    {
        var finding = State(Graph(running).To(Graph(next)), isSame: false).ShouldNotBeNull();

        finding.Verdict.ShouldBe(verdict);
        finding.Words.ShouldStartWith("The program changed.");
        finding.Words.ShouldContain(words);
    }

    [Fact]
    public void An_operator_without_a_uid_that_begins_another_chain_has_an_id_that_is_in_neither_graph()
    {
        var running = Named with { Chains = ["cb", "sum"] };
        var next = Named with { Chains = ["0a", "sum"] };

        running.To(next).IsRechained.ShouldBeTrue();
        running.To(running).IsRechained.ShouldBeFalse();
    }

    [Fact]
    public void The_same_program_passes_unless_it_builds_another_graph()
    {
        State(Named.To(Named), isSame: true)!.Verdict.ShouldBe(CheckVerdict.Passed);
        State(ProgramChange.NotApproved, isSame: true)!.Verdict.ShouldBe(CheckVerdict.Passed);
        var other = State(Named.To(Graph("source more* sink*")), isSame: true)!;
        other.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        other.Words.ShouldStartWith("The program is the same, and builds another graph. Of the operators");
    }

    [Fact]
    public void What_is_not_compared_is_unknown_with_the_reason()
    {
        var finding = State(ProgramChange.NotApproved, isSame: false)!;

        finding.Verdict.ShouldBe(CheckVerdict.Unknown);
        finding.Words.ShouldContain("isn't known: a program runs only once it is approved.");
        CoreJson.Read<ProgramChange>(CoreJson.Write(ProgramChange.NotApproved)).Unknown.ShouldNotBeNull();
        State(null, isSame: false)!.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
    }

    /// <param name="operators">In their order, each by its uid, or with an id of its own before its name; with a star where it is chained to the one before.</param>
    private static ProgramGraph Graph(string operators)
    {
        var all = operators
            .Split(' ')
            .Select(word => (Of: word.TrimEnd('*').Split('='), IsChained: word.EndsWith('*')))
            .Select(o => (Operator: new ProgramOperator(o.Of[0], o.Of[^1]), o.IsChained))
            .ToList();
        return new([.. all.Select(o => o.Operator)], [.. all.Where(o => !o.IsChained).Select(o => o.Operator.Id)]);
    }

    private static Finding? State(ProgramChange? change, bool isSame)
    {
        var on = new ResourceRef(JobKind.Word, new ClusterId(1), "sums");
        var runs = JarWorlds.Spec(new string('a', 64), "in", "out");
        var wanted = isSame
            ? runs with
            {
                Definition = runs.Definition with { Parallelism = 2 },
            }
            : JarWorlds.Spec(new string('b', 64), "in", "out");
        var live = new LiveJob("sums", "1f", JobRunState.Alive, FlinkStatus.Running, runs.Definition, null);
        var now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var seen = new JobEvidence(on, [], 8, 8, null, now) { Program = change };
        return TestKinds
            .All.Of(JobKind.Word)
            .Findings(
                new(new(on, ResourceOperation.Update, wanted, null, null), wanted, live, seen, false, now, name => name)
            )
            .SingleOrDefault(f => f.Name == "state");
    }
}
