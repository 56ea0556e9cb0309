using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;

namespace Portal.Tests.Jobs;

/// <summary>Whether the version of now reads what another one wrote, and in what they differ.</summary>
public sealed class SavepointVersionTests
{
    private static readonly JobDefinition Made = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition;

    [Fact]
    public void The_version_that_made_it_reads_it() => Is(Made, VersionMatch.Same);

    [Fact]
    public void One_that_runs_the_same_with_other_settings_reads_it_and_they_are_named()
    {
        Is(Made with { Parallelism = 3 }, VersionMatch.SameState, "parallelism");
        Is(Made with { CheckpointSeconds = 9 }, VersionMatch.SameState, "checkpoints.intervalSeconds");
        Is(Made with { Guarantee = JobGuarantee.AtLeastOnce }, VersionMatch.SameState, "checkpoints.mode", "guarantee");
    }

    [Fact]
    public void One_that_runs_something_else_is_another_and_so_is_another_program()
    {
        Is(Made with { Statements = JobWorlds.Copy("a", "b", "LOWER") }, VersionMatch.Different, "statements");
        var program = new JobProgram(new('a', 64), null, [], [], ["dev.a"]);
        var jar = Made with { Statements = "", Program = program };
        new SavepointVersion(null, jar).Against(jar).ShouldBe(VersionMatch.Same);
        new SavepointVersion(null, jar)
            .Against(jar with { Program = program with { Artifact = new('b', 64) } })
            .ShouldBe(VersionMatch.Different);
    }

    [Fact]
    public void Operators_that_the_version_of_now_does_not_have_in_their_place_are_named()
    {
        ImmutableArray<JobOperator> made = [Chain("a", "Source: in[1] -> Calc[2]"), Chain("b", "GroupAggregate[4]")];
        var version = new SavepointVersion(null, Made) { Operators = made };

        version.Without([Chain("b", "GroupAggregate[5] -> Calc[6]"), Chain("a", "Source: in[1]")])!.ShouldBeEmpty();
        version.Without([Chain("a", "Source: in[1]"), Chain("b", "Rank[4]")]).ShouldBe(["GroupAggregate"]);
        version.Without([Chain("c", "GroupAggregate[4]")]).ShouldBe(["Source: in", "GroupAggregate"]);
        version.Without([]).ShouldBeNull();
        new SavepointVersion(null, Made).Without(made).ShouldBeNull();
    }

    private static JobOperator Chain(string id, string name) =>
        new(id, name, 1, FlinkStatus.Running, [], null, null, 0, 0, null, null, TimeSpan.Zero, TimeSpan.Zero);

    [Fact]
    public void What_is_not_known_on_either_side_is_not_taken_for_the_same()
    {
        Is(null, VersionMatch.Unknown);
        var lost = new SavepointVersion(null, null);
        (lost.Against(Made), lost.Differing(Made).IsEmpty).ShouldBe((VersionMatch.Unknown, true));
    }

    private static void Is(JobDefinition? now, VersionMatch match, params string[] fields)
    {
        var version = new SavepointVersion(null, Made);
        version.Against(now).ShouldBe(match);
        version.Differing(now).ShouldBe(fields);
    }
}
