using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Specs;
using Portal.Core.Topics;
using Portal.Schemas.Compatibility;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.Specs;

/// <summary>Many resources are cut into changes along what depends on what.</summary>
public sealed class SpecPartTests
{
    private static readonly ClusterId Dev = new(1);
    private static readonly Dictionary<string, ClusterId> Clusters = new(StringComparer.Ordinal) { ["dev"] = Dev };

    [Fact]
    public void What_stands_alone_fills_one_change_after_the_other_as_it_was_written() =>
        Parts(3, Topic("a"), Topic("b"), Topic("c"), Topic("d")).ShouldBe(["a b c", "d"]);

    [Fact]
    public void A_schema_is_in_the_change_of_its_topic_and_of_what_it_refers_to_however_far_apart_they_were_written() =>
        Parts(3, Topic("a"), Topic("orders"), Topic("b"), Schema("orders-value", "money"), Topic("c"), Schema("money"))
            .ShouldBe(["a", "orders orders-value money", "b c"]);

    [Fact]
    public void A_schema_that_is_named_by_its_topic_and_its_record_is_in_the_change_of_its_topic() =>
        Parts(2, Topic("a"), Topic("orders"), Topic("orders-eu"), Named("orders-eu-com.example.Order"), Topic("b"))
            .ShouldBe(["a orders", "orders-eu orders-eu-com.example.Order", "b"]);

    [Fact]
    public void It_comes_before_its_topic_and_goes_after_it()
    {
        var subject = Named("orders-com.example.Order");
        IResourceKind kind = new SchemaKind();

        kind.Beside(subject, Topic("orders")).ShouldBe(Precedence.First);
        kind.Beside(subject, Topic("orders-com")).ShouldBe(Precedence.Either);
        var (gone, topicGone) = (Gone(subject) with { Wanted = null }, Gone(Topic("orders")));
        kind.Beside(gone, topicGone).ShouldBe(Precedence.Last);
        kind.Beside(gone, Gone(Topic("order"))).ShouldBe(Precedence.Either);
    }

    [Fact]
    public void A_grant_is_in_the_change_of_its_topic() =>
        Parts(2, Topic("a"), Grant("reads", "orders"), Topic("b"), Topic("orders"))
            .ShouldBe(["a", "reads orders", "b"]);

    [Fact]
    public void A_grant_is_in_the_change_of_its_account_or_after_it()
    {
        Parts(2, Topic("a"), Grant("reads", "orders"), Topic("b"), Account("app")).ShouldBe(["a", "reads app", "b"]);
        Parts(1, Grant("reads", "orders"), Account("app")).ShouldBe(["app", "reads after 0"]);
        Parts(1, Gone(Account("app")), Gone(Grant("reads", "orders"))).ShouldBe(["reads", "app after 0"]);
    }

    [Fact]
    public void A_job_is_in_the_change_of_its_topics_and_their_schemas_or_after_it()
    {
        Parts(3, Job("copy", "orders", "copies"), Topic("a"), Topic("orders"), Topic("copies"))
            .ShouldBe(["copy orders copies", "a"]);
        Parts(1, Job("copy", "orders", "copies"), Schema("orders-value")).ShouldBe(["orders-value", "copy after 0"]);
        Parts(1, Gone(Topic("orders")), Gone(Job("copy", "orders", "copies"))).ShouldBe(["copy", "orders after 0"]);
    }

    [Fact]
    public void What_no_change_holds_is_cut_so_that_what_comes_first_is_requested_first() =>
        Parts(2, Schema("e", "d"), Schema("d", "c"), Schema("c", "b"), Schema("b", "a"), Schema("a"))
            .ShouldBe(["b a", "d c after 0", "e after 1"]);

    [Fact]
    public void What_is_deleted_goes_after_what_uses_it() =>
        Parts(1, Gone(Schema("money")), Gone(Schema("orders-value", "money")), Gone(Topic("orders")))
            .ShouldBe(["orders", "orders-value after 0", "money after 1"]);

    [Fact]
    public void What_refers_to_each_other_in_a_circle_stays_in_one_change_and_is_lost_in_none()
    {
        Parts(2, Schema("a", "b"), Topic("t"), Schema("b", "a")).ShouldBe(["a b", "t"]);
        Parts(1, Schema("a", "b"), Schema("b", "a")).Length.ShouldBe(2);
    }

    [Fact]
    public void What_depends_on_what_an_open_change_requests_is_apart_from_the_rest()
    {
        ResourceRequest[] requested =
        [
            Job("copy", "orders", "copies"),
            Topic("a"),
            Schema("orders-value", "money"),
            Topic("b"),
        ];

        SpecPart
            .Of(TestKinds.All, requested, [Topic("orders"), Schema("money"), Topic("c")], 50, Clusters)
            .Select(part => $"{string.Join(' ', part.Places)} after {string.Join(' ', part.AfterOpen)}")
            .ShouldBe(["1 3 after ", "0 2 after 0 1"]);
    }

    [Fact]
    public void A_topic_that_is_there_waits_for_no_open_change_of_its_schema()
    {
        AfterOpen(Topic("orders"), Schema("orders-value")).ShouldBe([0], "it is to be created");
        var there = Topic("orders") with { Operation = ResourceOperation.Update };
        AfterOpen(there, Schema("orders-value")).ShouldBeEmpty();
        AfterOpen(Gone(there), Gone(Grant("reads", "orders"))).ShouldBe([0], "it goes after what uses it");
        AfterOpen(Schema("orders-value", "money") with { Operation = ResourceOperation.Update }, Schema("money"))
            .ShouldBe([0], "it names what isn't there");
        Parts(1, there, Schema("orders-value")).ShouldBe(["orders-value", "orders after 0"]);
    }

    [Fact]
    public void Twenty_thousand_that_depend_on_each_other_are_cut_in_time()
    {
        var chain = Enumerable.Range(0, 20_000).Reverse().Select(i => Schema($"s{i}", i == 0 ? [] : [$"s{i - 1}"]));

        var parts = SpecPart.Of(TestKinds.All, [.. chain], [], 50, Clusters);

        parts.Count.ShouldBe(400);
        parts[0].Places.ShouldContain(19_999);
        parts.Index().Skip(1).ShouldAllBe(part => part.Item.After.SequenceEqual(new[] { part.Index - 1 }));
    }

    private static IReadOnlyList<int> AfterOpen(ResourceRequest requested, ResourceRequest open) =>
        SpecPart.Of(TestKinds.All, [requested], [open], 50, Clusters).ShouldHaveSingleItem().AfterOpen;

    private static string[] Parts(int most, params ResourceRequest[] requested) =>
        [
            .. SpecPart
                .Of(TestKinds.All, requested, [], most, Clusters)
                .Select(part =>
                    string.Join(' ', part.Places.Select(place => requested[place].On.Name))
                    + (part.After.Count > 0 ? $" after {string.Join(' ', part.After)}" : "")
                ),
        ];

    private static ResourceRequest Topic(string name) =>
        New(TopicKind.Word, name, new TopicSpec(1, 1, TopicSpec.NoConfigs, "payments"));

    private static ResourceRequest Named(string subject) =>
        New(
            SchemaKind.Word,
            subject,
            new SchemaSpec(
                SchemaType.Avro,
                """{"type":"record","name":"com.example.Order","fields":[]}""",
                [],
                null,
                "payments"
            )
        );

    private static ResourceRequest Job(string name, string from, string to) =>
        New(JobKind.Word, name, JobWorlds.Spec(JobWorlds.Copy(from, to)));

    private static ResourceRequest Schema(string name, params string[] references) =>
        New(
            SchemaKind.Word,
            name,
            new SchemaSpec(
                SchemaType.Avro,
                "\"string\"",
                [.. references.Select(subject => new SchemaReference(subject, subject, 1))],
                null,
                "payments"
            )
        );

    private static ResourceRequest Grant(string name, string topic) =>
        New(
            AccessKind.Word,
            name,
            new AccessSpec(
                "User:app",
                AccessMode.Read,
                topic,
                AclPattern.Literal,
                "app",
                null,
                null,
                NeverExpires: true,
                "payments"
            )
        );

    private static ResourceRequest Account(string name) =>
        New(ServiceAccountKind.Word, name, new ServiceAccountSpec(CredentialMechanism.ScramSha512, 1, "payments", ""));

    private static ResourceRequest New(ResourceKind kind, string name, ResourceSpec spec) =>
        new(new(kind, Dev, name), ResourceOperation.Create, spec, null, null);

    private static ResourceRequest Gone(ResourceRequest what) => what with { Operation = ResourceOperation.Delete };
}
