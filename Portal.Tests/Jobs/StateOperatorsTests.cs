using Portal.Core.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>What a new version does with the state of the running one, operator by operator.</summary>
public sealed class StateOperatorsTests
{
    // As Flink 2.2 describes a vertex, and as it explains a statement.
    private const string Vertex =
        "[3]:GroupAggregate(groupBy=[id], select=[id, COUNT(*) AS EXPR$1])<br/>+- [4]:Calc(select=[id])<br/>   +- dev.out[5]: Writer<br/>";

    private const string Explained = """
        Sink(table=[default_catalog.dev.out], fields=[id, EXPR$1])
        +- GroupAggregate(groupBy=[id], select=[id, COUNT(*) AS EXPR$1])
           +- Exchange(distribution=[hash[id]])
              +- Join(joinType=[InnerJoin], where=[(id = id0)], select=[id, id0])
                 :- Calc(select=[id])
        """;

    [Fact]
    public void Operators_are_read_from_a_vertex_and_from_an_explanation_alike()
    {
        StateOperators.Of([Vertex]).ShouldBe(["GroupAggregate(groupBy=[id], select=[id, COUNT(*) AS EXPR$1])"]);
        StateOperators.Of([Explained]).Count.ShouldBe(2);
    }

    [Fact]
    public void What_is_not_carried_over_and_what_begins_empty_is_named()
    {
        StateOperators
            .InWords(StateOperators.Of([Vertex]), StateOperators.Of([Explained]))
            .ShouldBe(
                "Of the operators that keep state 1 is the same; new or changed, and empty at first: Join(joinType=[InnerJoin], where=[(id = id0)], select=[id, id0])."
            );
        StateOperators
            .InWords(["Rank(a)"], ["Rank(b)"])
            .ShouldBe(
                "Of the operators that keep state 0 are the same; not carried over: Rank(a); new or changed, and empty at first: Rank(b)."
            );
        StateOperators
            .InWords(["Rank(a)"], ["Rank(a)"])
            .ShouldBe("1 operator that keeps state is the same in both versions.");
        StateOperators.InWords([], []).ShouldBe("Neither version keeps state but in its sources and sinks.");
    }
}
