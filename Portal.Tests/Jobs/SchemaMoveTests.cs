using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;

namespace Portal.Tests.Jobs;

public sealed class SchemaMoveTests
{
    private static readonly ResourceRef On = new(JobKind.Word, new(1), "sums");

    [Fact]
    public void Columns_that_change_places_may_not_fit_state_that_holds_them_by_position()
    {
        var move = Between(["a STRING", "b STRING"], ["b STRING", "a STRING"]);

        (move.IsReordered, move.MayNotFit).ShouldBe((true, true));
        move.Columns.ShouldBe("in another order");
    }

    [Fact]
    public void A_column_between_two_others_leaves_their_order()
    {
        var move = Between(["a STRING", "b STRING"], ["a STRING", "note STRING", "b STRING"]);

        (move.IsReordered, move.MayNotFit, move.Fits).ShouldBe((false, false, false));
        Between(["a STRING"], ["a STRING"]).Fits.ShouldBeTrue();
    }

    [Fact]
    public void A_version_is_known_by_its_id_where_a_subject_counts_from_1_again()
    {
        var first = new TableSchema("dev.a", "a-value", 1, 10);

        first.Is(first with { Id = 42 }).ShouldBeFalse();
        first.Is(first with { Id = null }).ShouldBeTrue();
    }

    [Fact]
    public void A_start_has_the_tables_that_were_approved_whatever_is_registered_meanwhile()
    {
        var definition = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition;
        var approved = new TableSchema("dev.a", "a-value", 5, 12);
        var seen = Evidence(Table("dev.a", approved), new("dev.b", true, null, "CREATE TABLE …", null));

        ApprovedTables.Of(definition, On, Scope(seen)).Schemas.ShouldBe([approved]);
        TableSchema[] pinned = [approved with { Version = 4 }];
        ApprovedTables.Of(definition with { Schemas = pinned }, On, Scope(seen)).Schemas.ShouldBe(pinned);
        ApprovedTables
            .Of(definition, On, Scope(Evidence(Table("dev.a", null))))
            .Schemas.ShouldBeNull("a plan of before doesn't say which");
    }

    private static StepScope Scope(JobEvidence seen) =>
        new(
            new FencedRun(new RunId(1), Fence: 1, Owner: "worker"),
            new ActBefore(() => TimeSpan.FromMinutes(1)),
            new RetryPolicy(TimeProvider.System, TimeSpan.Zero)
        )
        {
            Evidence = new PlanEvidence([seen]),
        };

    private static JobEvidence Evidence(params JobTable[] tables) =>
        new(On, [.. tables], 1, 1, null, DateTimeOffset.UnixEpoch);

    private static SchemaMove Between(string[] before, string[] after) =>
        SchemaMove
            .Between(
                [Table("dev.a", new("dev.a", "a-value", 1, 10), before)],
                [Table("dev.a", new("dev.a", "a-value", 2, 11), after)]
            )
            .ShouldHaveSingleItem();

    private static JobTable Table(string name, TableSchema? version, params string[] columns) =>
        new(name, IsWritten: false, "a-value", "CREATE TABLE …", null)
        {
            Version = version,
            Columns =
            [
                .. columns.Select(column => column.Split(' ')).Select(parts => new TableColumn(parts[0], parts[1])),
            ],
        };
}
