using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Schemas;

namespace Portal.Tests.Jobs;

public sealed class PlannedTopicsTests
{
    private const string Subject = "orders-value";
    private static readonly ClusterId Prod = new(1);

    [Fact]
    public void A_job_that_starts_has_the_tables_that_its_plan_makes() =>
        PlannedTopics.Of([Second]).Newest(Prod, Subject, [Version(1, "old")])!.Text.ShouldBe("new");

    [Fact]
    public void What_was_registered_has_the_number_that_its_registry_gave_it()
    {
        var made = new Dictionary<Step, EngineId> { [Second] = new SchemaVersion(4, 31).ToEngineId() };

        PlannedTopics.Of([Second], made).Newest(Prod, Subject, [])!.Newest.ShouldBe(new(4, 31));
        PlannedTopics.Of([Second]).Newest(Prod, Subject, [])!.Newest.ShouldBe(new(2, 0), "a guess");
    }

    [Fact]
    public void A_job_that_is_taken_back_has_its_former_tables_though_the_plan_s_version_was_seen_already()
    {
        var before = PlannedTopics.Before([Second]);

        before.Newest(Prod, Subject, [Version(1, "old")]).ShouldBe(Version(1, "old"));
        before
            .Newest(Prod, Subject, [Version(2, "new")])
            .ShouldSatisfyAllConditions(s => s!.Text.ShouldBe("old"), s => s!.Newest.Version.ShouldBe(1));
        before.Newest(Prod, "others-value", [Version(7, "theirs")])!.Text.ShouldBe("theirs");
        PlannedTopics.Before([First]).Newest(Prod, Subject, [Version(1, "new")]).ShouldBeNull();
    }

    private static RegisterSchema Second => First with { Before = new(1, 11), BeforeText = "old" };

    private static RegisterSchema First =>
        new(new(SchemaKind.Word, Prod, Subject), SchemaType.Avro, "new", [], null, null);

    private static LiveSchema Version(int version, string text) =>
        new(Subject, new(version, 10 + version), SchemaType.Avro, text, [], null);
}
