using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Operators;

namespace Portal.Tests.Jobs;

/// <summary>Where operators are drawn, and what of their counts is one.</summary>
public sealed class OperatorGraphTests
{
    [Fact]
    public void Each_stands_behind_the_last_that_feeds_it_and_no_two_overlap()
    {
        // Two sources, a join, a branch past it, and a sink of both.
        var graph = OperatorGraph.Of([
            Operator("sink", "join", "copy"),
            Operator("join", "left", "right"),
            Operator("right"),
            Operator("left"),
            Operator("copy", "left"),
            Operator("tail", "sink", "left"),
        ]);

        int X(string id) => graph.Boxes.Single(box => box.Operator.Id == id).Left;
        X("left").ShouldBe(X("right"));
        X("join").ShouldBe(X("copy"));
        (X("left") < X("join") && X("join") < X("sink") && X("sink") < X("tail")).ShouldBeTrue();
        foreach (var column in graph.Boxes.GroupBy(box => box.Left))
        {
            var tops = column.Select(box => box.Top).Order().ToList();
            tops.Zip(tops.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= OperatorGraph.BoxHeight);
        }

        graph.Boxes.ShouldAllBe(box =>
            box.Left >= 0
            && box.Top >= 0
            && box.Left + OperatorGraph.BoxWidth <= graph.Width
            && box.Top + OperatorGraph.BoxHeight <= graph.Height
        );
        graph.Arrows.Length.ShouldBe(7);
        // It passes two layers, and runs through each between the boxes.
        var far = graph.Arrows.Single(arrow => arrow is { From: "left", To: "tail" });
        far.Points.Length.ShouldBe(6);
        far.Points.Select(point => point.X).ShouldBeInOrder();
        foreach (var to in new[] { far.Points[2], far.Points[4] })
        {
            graph
                .Boxes.Where(box => box.Left == to.X)
                .ShouldAllBe(box => to.Y <= box.Top || to.Y >= box.Top + OperatorGraph.BoxHeight);
        }
    }

    [Fact]
    public void Nothing_a_loop_and_forty_operators_can_be_drawn()
    {
        OperatorGraph.Of([]).Boxes.ShouldBeEmpty();
        OperatorGraph.Of([Operator("a", "b"), Operator("b", "a")]).Boxes.Length.ShouldBe(2);
        OperatorGraph.Of([Operator("a", "gone")]).Arrows.ShouldBeEmpty();

        var chain = Enumerable
            .Range(0, 40)
            .Select(n =>
                Operator(
                    $"{n}",
                    n == 0 ? []
                        : n % 5 == 0 ? [$"{n - 1}", "0"]
                        : [$"{n - 1}"]
                )
            );
        var graph = OperatorGraph.Of([.. chain]);

        graph.Boxes.Select(box => box.Left).Distinct().Count().ShouldBe(40);
        graph.Arrows.Length.ShouldBe(39 + 7);
    }

    [Fact]
    public void What_a_connector_does_not_count_is_not_zero()
    {
        var source = Operator("source") with { Read = 0, Written = 40, ReadPerSecond = 0, WrittenPerSecond = 4 };
        var sink = Operator("sink", "source") with { Read = 40, Written = 0, ReadPerSecond = 4, WrittenPerSecond = 0 };
        var silent = JobFacts.None with { Operators = [source, sink] };
        (source.CountsIn(), silent.CountsOut(sink)).ShouldBe((false, false));
        (silent.ReadPerSecond(), silent.WrittenPerSecond()).ShouldBe((null, null));

        // All of it is one chain, whose source and sink are counted.
        var chained = JobFacts.None with
        {
            Operators =
            [
                Operator("all") with
                {
                    Read = 1_610,
                    Written = 558,
                    ReadPerSecond = 16,
                    WrittenPerSecond = 5,
                },
            ],
        };
        (chained.ReadPerSecond(), chained.WrittenPerSecond()).ShouldBe((16, 5));
    }

    private static JobOperator Operator(string id, params string[] inputs) =>
        new(id, id, 1, FlinkStatus.Running, [.. inputs], null, null, 0, 0, null, null, TimeSpan.Zero, TimeSpan.Zero);
}
