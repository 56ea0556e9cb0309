using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>Whose steps come first in a change of several kinds, and what its plan says of undoing them together.</summary>
public sealed class ResourceOrderTests
{
    private static readonly ClusterId Cluster = new(1);

    [Fact]
    public void A_schema_is_there_before_its_topic_is_made_whatever_the_order_of_the_request() =>
        Order(Topic(0, "orders"), Schema(1, "orders-value"), Schema(2, "orders-key"))[0].ShouldBe([1, 2]);

    [Fact]
    public void Another_topics_schema_and_one_on_another_cluster_come_in_the_order_of_the_request() =>
        Order(Topic(0, "orders"), Schema(1, "payments-value"), Schema(2, "orders-value", cluster: 2))[0]
            .ShouldBeEmpty();

    [Fact]
    public void A_schema_is_there_before_another_refers_to_it()
    {
        var order = Order(Schema(0, "orders-value", refersTo: "money"), Schema(1, "money"));

        order[0].ShouldBe([1]);
        order[1].ShouldBeEmpty();
    }

    [Fact]
    public void A_schema_is_deleted_after_its_topic() =>
        Order(Schema(0, "orders-value", ResourceOperation.Delete), Topic(1, "orders", ResourceOperation.Delete))[0]
            .ShouldBe([1]);

    [Fact]
    public void What_the_request_says_itself_holds_and_no_circle_comes_of_it()
    {
        var order = Order(Topic(0, "orders"), Schema(1, "orders-value", after: [0]));

        order[0].ShouldBeEmpty();
        order[1].ShouldBe([0]);
    }

    [Fact]
    public void Two_schemas_that_refer_to_each_other_still_have_an_order()
    {
        var order = Order(Schema(0, "one", refersTo: "other"), Schema(1, "other", refersTo: "one"));

        order.Values.Sum(first => first.Length).ShouldBe(1);
    }

    [Fact]
    public void A_plan_says_in_a_line_what_is_undone_together_and_what_is_not()
    {
        Step register = new RegisterSchema(
            On(SchemaKind.Word, "orders-value"),
            SchemaType.Avro,
            "\"int\"",
            [],
            null,
            null
        );
        Step create = new CreateTopic(On(TopicKind.Word, "orders"), 3, 1, []);
        Step delete = new DeleteSubject(On(SchemaKind.Word, "old-value"), new SchemaVersion(1, 1));

        PlanReversal.InWords([register]).ShouldBeNull();
        PlanReversal
            .InWords([register, create])
            .ShouldBe(
                "If a step fails, the steps before it are undone together, orders only while nothing was written to it."
            );
        PlanReversal.InWords([register, delete])!.ShouldEndWith("can't be undone.");
        PlanReversal.InWords([register, delete, delete])!.ShouldContain("From step 2");
        PlanReversal.InWords([delete, delete]).ShouldBe("No step can be undone.");
    }

    private static IReadOnlyDictionary<int, int[]> Order(params ChangeResource[] resources) =>
        ResourceOrder.Of(TestKinds.All, resources, resources.Take(0).ToLookup(resource => resource.Ordinal));

    private static ResourceRef On(ResourceKind kind, string name) => new(kind, Cluster, name);

    private static ChangeResource Topic(
        int ordinal,
        string name,
        ResourceOperation operation = ResourceOperation.Create
    ) =>
        Resource(
            TopicKind.Word,
            ordinal,
            name,
            operation,
            new TopicSpec(3, 1, ImmutableSortedDictionary<string, string>.Empty, "payments", Tier.Standard, "")
        );

    private static ChangeResource Schema(
        int ordinal,
        string name,
        ResourceOperation operation = ResourceOperation.Create,
        string? refersTo = null,
        int[]? after = null,
        int cluster = 1
    ) =>
        Resource(
            SchemaKind.Word,
            ordinal,
            name,
            operation,
            new SchemaSpec(
                SchemaType.Avro,
                "\"int\"",
                refersTo is null ? [] : [new SchemaReference(refersTo, refersTo, 1)],
                null,
                "payments",
                ""
            ),
            after,
            cluster
        );

    private static ChangeResource Resource(
        ResourceKind kind,
        int ordinal,
        string name,
        ResourceOperation operation,
        ResourceSpec spec,
        int[]? after = null,
        int cluster = 1
    ) =>
        new()
        {
            Ordinal = ordinal,
            Kind = kind,
            Operation = operation,
            ClusterId = new ClusterId(cluster),
            Name = name,
            LockKey = name,
            OwnerTeamId = new TeamId(1),
            Wanted = operation == ResourceOperation.Delete ? null : TestKinds.All.Of(kind).WriteSpec(spec),
            DependsOn = after ?? [],
        };
}
