using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Schemas.Compatibility;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Schemas.Fields;
using Portal.Web.Features.Topics.Fields;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>A request for several resources, of several kinds: typed, sent, sent back and sent again.</summary>
public sealed class SeveralResourcesTests(SeveralResourcesTests.Registered web)
    : IClassFixture<SeveralResourcesTests.Registered>
{
    private const string Text = """{"type":"record","name":"Refund","fields":[{"name":"id","type":"string"}]}""";
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_topic_and_its_schema_are_one_request_from_opening_to_sending()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word, "payments.paired"), Never);
        await model.Type(form =>
        {
            form.First.Cluster = "prod-eu-1";
            form.Reason = "For a test.";
            Topic(form, 0).Override("partitions", "24", "3");
        });
        model.Value!.NotYet.ShouldBeNull();

        await model.Add(SchemaKind.Word);

        model.Value!.NotYet.ShouldBe("Enter a name");
        model.Value.FieldToFix.ShouldBe("name-2");
        var added = Schema(model.Value.Form, 1);
        (added.Owner, added.Cluster).ShouldBe(("payments", "prod-eu-1"));
        (await model.Send()).ShouldBeNull();

        await model.Type(_ => (added.Name, added.Text) = ("payments.paired-value", "{ not avro"));
        model.Value!.NotYet.ShouldBe("Fix the highlighted fields");
        model.Value.Problem(added, "schema").ShouldNotBeNull();
        model.Value.Problem(model.Value.Form.First, "schema").ShouldBeNull("it is the other resource's");
        model.Value.OtherProblems(added).ShouldBeEmpty("it is said beside the field");
        model.Value.FieldToFix.ShouldBe("schema-2");

        await model.Type(_ => (added.Text, added.Level) = (Text, CompatibilityLevel.Full));
        var ready = model.Value!.Forecast!.Proposal.ShouldBeOfType<PlanProposal.Ready>();
        ready.Body.Steps.Select(s => s.On.Kind.Word).Distinct().ShouldBe(["topic", "schema"], ignoreOrder: true);
        model.Value.Forecast.Approvals.ShouldNotBeEmpty();
        model.Value.Forecast.Approvals.ShouldAllBe(step => step.On.Count > 0);
        model
            .Value.Forecast.Approvals[0]
            .On.Select(on => $"{on}")
            .ShouldBe(["topic payments.paired", "schema payments.paired-value"]);
        Topic(model.Value.Form, 0).Spec(null).Partitions.ShouldBe(24, "what was typed before is kept");
        var text = seat.Service<RequestText>();
        text.Yaml(model.Value.Draft()).ShouldContain("kind: schema");
        text.Curl(model.Value.Draft(), "http://portal/").ShouldContain("\"payments.paired-value\"");

        var id = (await model.Send()).ShouldNotBeNull();
        var sent = (await seat.Service<ChangeDetails>().Get(id, Never))!.Resources;
        sent.Select(r => $"{r.Kind} {r.Name}").ShouldBe(["topic payments.paired", "schema payments.paired-value"]);
        sent[0].Wanted.ShouldBeOfType<TopicSpec>().Partitions.ShouldBe(24);
        var schema = sent[1].Wanted.ShouldBeOfType<SchemaSpec>();
        (schema.Schema, schema.Compatibility).ShouldBe((Text, CompatibilityLevel.Full));
    }

    [Fact]
    public async Task A_stream_is_a_topic_whose_schemas_have_its_place_its_owner_and_a_name_after_its()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word, "payments.streamed", IsStream: true), Never);
        var (topic, value) = (model.Value!.Form.First, Schema(model.Value.Form, 1));
        topic.Cluster.ShouldBe("prod-eu-1", "the only one with a registry");
        model.Value.PlacesOf(topic).ShouldHaveSingleItem();
        (value.Name, value.Cluster, value.Owner).ShouldBe(("payments.streamed-value", "prod-eu-1", "payments"));

        await model.Type(form => (form.Reason, value.Text) = ("For a test.", Text));
        await model.Add(topic, new KindForms([new SchemaKindForm(null!)]).CompanionsOf(TopicKind.Word)[1]);
        var key = Schema(model.Value.Form, 2);
        await model.Type(_ => key.Text = "\"string\"");
        await model.Type(_ => topic.Name = "payments.flowing");

        key.Name.ShouldBe("payments.flowing-key");
        model.Value!.NotYet.ShouldBeNull(JsonSerializer.Serialize(model.Value.Forecast?.Problems));
        var ready = model.Value.Forecast!.Proposal.ShouldBeOfType<PlanProposal.Ready>();
        ready
            .Body.Steps.Select(step => step.On.Name)
            .ShouldBe(["payments.flowing-value", "payments.flowing-key", "payments.flowing"]);
        model.Value.Forecast.Approvals.Select(step => step.TeamTitle).ShouldBeUnique();

        await model.Type(_ => value.Name = "payments.Flow");
        value.Expected.ShouldBe("payments.flowing-value");
        await model.Type(_ => topic.Name = "payments.running");
        (value.Name, key.Name).ShouldBe(("payments.Flow", "payments.running-key"), "what a person typed stays");
        await model.Type(_ => value.Name = "payments.running-value");
        await model.Type(_ => topic.Name = "payments.streamed");
        value.Name.ShouldBe("payments.streamed-value", "typed as expected it follows again");

        var byRecord = new KindForms([new SchemaKindForm(null!)]).CompanionsOf(TopicKind.Word)[2];
        await model.Add(topic, byRecord);
        var record = Schema(model.Value!.Form, 3);
        record.Name.ShouldBe("", "its text names no record yet");
        await model.Type(_ =>
            record.Text = Text.Replace("\"name\":", "\"namespace\":\"com.example\",\"name\":", StringComparison.Ordinal)
        );
        record.Name.ShouldStartWith("payments.streamed-com.example.");
        await model.Type(_ => topic.Name = "payments.flowing");
        record.Name.ShouldStartWith("payments.flowing-com.example.");
        model
            .Value.Forecast!.Proposal.ShouldBeOfType<PlanProposal.Ready>()
            .Body.Steps[^1]
            .On.Name.ShouldBe("payments.flowing", "all of its schemas come before it");
        await model.Type(_ => topic.Name = "payments.streamed");

        await model.Remove(topic);
        (value.Name, value.Cluster, value.Owner).ShouldBe(("payments.streamed-value", "prod-eu-1", "payments"));
        value.Beside.ShouldBeNull();
    }

    [Fact]
    public async Task A_request_is_made_again_under_other_names_and_without_what_it_deleted()
    {
        await using var seat = await Seat.Of(web, "ada");
        var id = await SentBack(seat);
        using var model = seat.Model<RequestModel>();

        await model.Open(new RequestOf.Copy(id), Never);

        var form = model.Value!.Form;
        model.Value.Resubmits.ShouldBeNull();
        form.Reason.ShouldBe("For a test.");
        form.Resources.Select(r => (r.Operation, r.Name, r.IsSettled))
            .ShouldBe([
                (ResourceOperation.Create, "payments.back", false),
                (ResourceOperation.Update, "orders", true),
                (ResourceOperation.Create, "payments.back-value", false),
            ]);
        await model.Type(_ => form.First.Name = "payments.forth");
        form.Resources[2].Name.ShouldBe("payments.forth-value", "it went with its topic");
        form.Resources[2].Owner.ShouldBe("payments");
        Topic(form, 0).Spec(null).Configs["retention.ms"].ShouldBe("3600000");
        Topic(form, 0).Intent.Tier.ShouldBe(Tier.Critical);
        Schema(form, 2).References.ShouldHaveSingleItem().Subject.ShouldBe("money-value");
        await model.Type(typed => typed.Remove(typed.Resources[1]));
        model.Value!.Problem(form.First, "name").ShouldBeNull();
        (await model.Send()).ShouldNotBeNull().ShouldNotBe(id);
    }

    [Fact]
    public async Task An_edit_that_is_requested_again_is_laid_over_what_is_wanted_by_now()
    {
        await using var seat = await Seat.Of(web, "ada");
        var then = new TopicSpec(1, 3, TopicSpec.NoConfigs, "payments", Description: "As it was described then.");
        var edited = then with { Configs = then.Configs.Add("retention.ms", "3600000") };
        var draft = new ChangeDraft(
            "",
            "For a test.",
            "payments",
            [new(TopicKind.Word, ResourceOperation.Update, "prod-eu-1", "orders", edited, Base: then)]
        );
        var asked = await seat.Service<ChangeRequests>().Submit(seat.Service<Me>().Caller, draft, Never);
        using var model = seat.Model<RequestModel>();

        await model.Open(new RequestOf.Copy(asked.ShouldBeOfType<Outcome<ChangeId>.Done>().Value), Never);

        var orders = Topic(model.Value!.Form, 0);
        var now = orders.Base.ShouldBeOfType<TopicSpec>();
        (now.Partitions, now.Description, now.Configs.Count).ShouldBe((3, "", 0));
        var spec = orders.Spec(null);
        (spec.Partitions, spec.Description, spec.Configs["retention.ms"]).ShouldBe((3, "", "3600000"));
    }

    [Theory]
    [InlineData(ResourceOperation.Adopt)]
    [InlineData(ResourceOperation.Claim)]
    public async Task What_a_change_took_over_as_it_was_then_is_not_put_back_to_that(ResourceOperation operation)
    {
        await using var seat = await Seat.Of(web, "ada");
        var id = await SentBack(seat);
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<ChangeResource>()
            .Where(r => r.ChangeId == id && r.Name == "orders")
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Operation, operation));
        using var model = seat.Model<RequestModel>();

        await model.Open(new RequestOf.Copy(id), Never);

        model.Value!.Form.Resources.Select(r => r.Name).ShouldBe(["payments.back", "payments.back-value"]);
    }

    [Fact]
    public async Task A_topic_is_requested_as_another_is_on_a_cluster_of_ones_own_choice()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        var like = new Original("prod-eu-1", "payments.captured");

        await model.Open(new RequestOf.New(TopicKind.Word, "payments.again", "dev-eu-1", Like: like), Never);

        var topic = Topic(model.Value!.Form, 0);
        (topic.IsSettled, topic.Name, topic.Cluster, topic.Owner).ShouldBe(
            (false, "payments.again", "dev-eu-1", "payments")
        );
        topic.Spec(null).Configs.ShouldBe(((TopicSpec)topic.Current!).Configs);
        model.Value.Forecast!.Proposal.ShouldBeOfType<PlanProposal.Ready>();

        await model.Open(new RequestOf.New(TopicKind.Word, Like: new Original("prod-eu-1", "not.there")), Never);
        model.State.ShouldBeOfType<ViewState<RequestView>.NotFound>().What.ShouldContain("not.there");
        await model.Open(new RequestOf.Copy(new ChangeId(999_999)), Never);
        model.State.ShouldBeOfType<ViewState<RequestView>.NotFound>().What.ShouldContain("#999999");
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_the_rest_is_as_it_was_typed()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word, "payments.first"), Never);
        await model.Add(SchemaKind.Word);
        await model.Add(TopicKind.Word);
        var (first, second, third) = (model.Value!.Form.First, Schema(model.Value.Form, 1), Topic(model.Value.Form, 2));
        await model.Type(_ => (third.Name, third.Cluster, third.Description) = ("payments.third", "prod-eu-1", "Kept"));
        third.After.Add(second);

        await model.Remove(second);

        model.Value!.Form.Resources.ShouldBe([first, third]);
        third.After.ShouldBeEmpty();
        (third.Name, third.Description, third.Id("name")).ShouldBe(("payments.third", "Kept", "name-3"));
        model.Value.Draft().Resources.Select(r => r.Name).ShouldBe(["payments.first", "payments.third"]);

        await model.Remove(first);
        await model.Remove(third);
        model.Value!.Form.Resources.ShouldBe([third], "a request holds at least one");
    }

    [Fact]
    public async Task A_request_that_was_sent_back_opens_whole_and_what_nobody_touched_is_sent_as_it_was()
    {
        await using var seat = await Seat.Of(web, "ada");
        var id = await SentBack(seat);
        var before = (await seat.Service<ChangeDetails>().Get(id, Never))!;
        using var model = seat.Model<RequestModel>();

        await model.Open(new RequestOf.Resubmission(id), Never);

        var form = model.Value!.Form;
        form.Resources.Select(r => r.Name).ShouldBe(before.Resources.Select(r => r.Name));
        form.Resources[2].After.ShouldBe([form.Resources[0]]);
        form.Resources[3].IsDelete.ShouldBeTrue();
        form.Draft(model.Value.ClusterOf)
            .Resources.Select(r => (r.Kind, r.Operation, r.Cluster, r.Name, r.Spec, r.Base))
            .ShouldBe(before.Resources.Select(r => (r.Kind, r.Operation, r.Cluster, r.Name, r.Wanted, r.Base)));

        await model.Type(typed =>
        {
            Topic(typed, 1).Override("partitions", "12", "9");
            typed.Remove(typed.Resources[0]);
        });
        model.Value!.NotYet.ShouldBeNull(JsonSerializer.Serialize(model.Value.Forecast?.Problems));
        (await model.Send()).ShouldBe(id);

        var after = (await seat.Service<ChangeDetails>().Get(id, Never))!;
        after.Resources.Select(r => r.Name).ShouldBe(before.Resources.Skip(1).Select(r => r.Name));
        after.Resources[0].Wanted.ShouldBe((TopicSpec)before.Resources[1].Wanted! with { Partitions = 12 });
        after.Resources[0].Base.ShouldBe(before.Resources[1].Base);
        after.Resources[1].Wanted.ShouldBe(before.Resources[2].Wanted);
        after.Resources[1].DependsOn.ShouldBeEmpty("what it came after is no longer part of the request");
        (after.Resources[2].Operation, after.Resources[2].Wanted).ShouldBe((ResourceOperation.Delete, null));
        after.Row.State.ShouldBe(ChangeState.Planning);
    }

    [Fact]
    public async Task A_change_of_a_schema_begins_with_what_is_wanted_now_and_keeps_the_text_nobody_edited()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.Change(SchemaKind.Word, "prod-eu-1", Registered.Subject), Never);
        var schema = Schema(model.Value!.Form, 0);
        schema.Text.ShouldContain("\n", customMessage: "it is laid out for reading");
        await model.Type(form => form.Reason = "For a test.");

        await model.Type(_ => schema.Level = CompatibilityLevel.Forward);

        var draft = model.Value!.Draft().Resources.ShouldHaveSingleItem();
        draft.Spec.ShouldBe(Registered.Wanted with { Compatibility = CompatibilityLevel.Forward });
        draft.Base.ShouldBe(Registered.Wanted);
    }

    [Fact]
    public async Task A_schema_is_requested_only_where_there_is_a_registry()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();

        await model.Open(new RequestOf.New(SchemaKind.Word), Never);

        model.Value!.Clusters.Count.ShouldBe(2);
        model.Value.Places[SchemaKind.Word].ShouldHaveSingleItem().Name.ShouldBe("prod-eu-1");
        model.Value.Form.First.Cluster.ShouldBe("prod-eu-1");
    }

    [LongFact]
    public async Task On_the_page_a_resource_is_added_named_and_removed_and_all_of_it_is_accessible()
    {
        await using var ada = await Visit.As(web.Address, "ada");
        await ada.Open("/topics/request?env=prod&name=payments.drawn");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Add a schema" }).ClickAsync();
        await ada.Sees("Name each resource to see the steps.");
        await ada.Page.Locator("#name-2").FillAsync("payments.drawn-value");
        await ada.Page.Locator("#schema-2.cm-content").FillAsync("{ not avro");
        await ada.Sees("Fix the highlighted fields");
        await ada.IsAccessible();
        await ada.Page.Locator("#schema-2.cm-content").FillAsync(Text);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Add a reference" }).ClickAsync();
        await ada.Page.Locator("#reason").FillAsync("For a test.");
        await ada.Sees("Versions are counted from 1.");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Remove reference 1" }).ClickAsync();
        await ada.Sees("Register payments.drawn-value");
        await ada.IsAccessible();
        await ada.FitsItsWidth();

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Remove schema payments.drawn-value" }).ClickAsync();

        await Assertions.Expect(ada.Page.Locator("#name-2")).ToHaveCountAsync(0);
        (await ada.Page.Locator("#name").InputValueAsync()).ShouldBe("payments.drawn");
        (await ada.Page.Locator("#reason").InputValueAsync()).ShouldBe("For a test.");
    }

    // A new topic, an update, a schema after the first, a delete.
    private async Task<ChangeId> SentBack(Seat seat)
    {
        var now = new TopicSpec(3, 3, TopicSpec.NoConfigs, "payments");
        var topic = new TopicSpec(6, 3, TopicSpec.NoConfigs.Add("retention.ms", "3600000"), "payments", Tier.Critical);
        var draft = new ChangeDraft(
            "",
            "For a test.",
            "payments",
            [
                new(TopicKind.Word, ResourceOperation.Create, "prod-eu-1", "payments.back", topic),
                new(
                    TopicKind.Word,
                    ResourceOperation.Update,
                    "prod-eu-1",
                    "orders",
                    now with
                    {
                        Partitions = 9,
                    },
                    Base: now
                ),
                new(
                    SchemaKind.Word,
                    ResourceOperation.Create,
                    "prod-eu-1",
                    "payments.back-value",
                    new SchemaSpec(
                        SchemaType.Avro,
                        Text,
                        [new("Money", "money-value", 2)],
                        null,
                        "payments",
                        " Two spaces "
                    ),
                    DependsOn: [0]
                ),
                new(
                    TopicKind.Word,
                    ResourceOperation.Delete,
                    "prod-eu-1",
                    "payments.captured",
                    null,
                    TypedName: "payments.captured"
                ),
            ]
        );
        var asked = await seat.Service<ChangeRequests>().Submit(seat.Service<Me>().Caller, draft, Never);
        var id = asked.ShouldBeOfType<Outcome<ChangeId>.Done>().Value;
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<Change>()
            .Where(c => c.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.State, ChangeState.ChangesRequested));
        return id;
    }

    private static TopicForm Topic(RequestForm form, int place) => form.Resources[place].ShouldBeOfType<TopicForm>();

    private static SchemaForm Schema(RequestForm form, int place) => form.Resources[place].ShouldBeOfType<SchemaForm>();

    /// <summary>The web with a registry beside production's cluster, and a subject of Payments in it.</summary>
    public sealed class Registered : WatchedWeb
    {
        public const string Subject = "payments.captured-value";

        public static readonly SchemaSpec Wanted = new(
            SchemaType.Avro,
            Text,
            [],
            CompatibilityLevel.Backward,
            "payments"
        );

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await using var db = await Store.CreateDbContextAsync();
            var prod = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == Prod);
            prod.Endpoints.Add(new Endpoint { Kind = EndpointKind.Registry, Addresses = "http://registry.test" });
            await db.SaveChangesAsync();
            await Manage(SchemaKind.Word, Prod, Subject, Wanted);
        }
    }
}
