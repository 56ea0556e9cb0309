using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Schemas.Fields;

namespace Portal.Tests.Pages;

/// <summary>Labels in the form of a request, of every kind: typed, fixed, kept, sent.</summary>
public sealed class LabelFieldTests(SeveralResourcesTests.Registered web)
    : IClassFixture<SeveralResourcesTests.Registered>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory]
    [InlineData("no sign", "“no sign” has no “=”: write key=value.")]
    [InlineData("a=1\na=2", "The label a is here twice.")]
    [InlineData("Upper=1", "A label's key has at most 63 characters")]
    [InlineData("a=", "A label's value is one line of 1 to 200 characters")]
    public async Task What_is_wrong_with_a_label_is_said_beside_the_field_and_what_was_typed_stays(
        string typed,
        string words
    )
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = await Request(seat, "payments.mislabelled");

        await model.Type(form => form.First.LabelText = typed);

        model.Value!.Problem(model.Value.Form.First, "labels")!.ShouldStartWith(words);
        (model.Value.NotYet, model.Value.FieldToFix).ShouldBe(("Fix the highlighted fields", "labels"));
        model.Value.OtherProblems(model.Value.Form.First).ShouldBeEmpty();
        model.Value.Form.First.LabelText.ShouldBe(typed);
        (await model.Send()).ShouldBeNull();
        await model.Type(form => form.First.LabelText = " on-call = the night shift \n\ncost-centre=47=11\n");
        model.Value!.NotYet.ShouldBeNull();
    }

    [Fact]
    public async Task A_topic_and_the_schema_beside_it_are_sent_with_a_label_each()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word, "payments.labelled", IsStream: true), Never);
        await model.Type(form =>
        {
            form.Reason = "For a test.";
            form.First.LabelText = "cost-centre=4711";
            form.Resources[1].LabelText = "format=v2";
            ((SchemaForm)form.Resources[1]).Text = "\"string\"";
        });
        model.Value!.NotYet.ShouldBeNull();

        var id = (await model.Send()).ShouldNotBeNull();

        var sent = (await seat.Service<ChangeDetails>().Get(id, Never))!.Resources;
        sent.Select(r => LabelsOf(r.Wanted!)).ShouldBe(["cost-centre=4711", "format=v2"]);
        sent.ShouldAllBe(r => !r.KeepsLabels);
    }

    [Fact]
    public async Task Who_edits_something_else_requests_no_labels_and_who_edits_labels_changes_only_those()
    {
        await using var seat = await Seat.Of(web, "ada");
        var form = seat.Service<KindForms>()
            .Of(SchemaKind.Word)
            .Open(new(ResourceOperation.Update, Labelled("a", "1", "b", "1"), Labelled("a", "1", "b", "1")));
        form.LabelText.ShouldBe("a=1\nb=1");
        form.Labels.ShouldBeNull();

        form.LabelText = "a=2\nb=1";

        var draft = new RequestForm(form).Draft(_ => null).Resources[0];
        (LabelsOf(draft.Labels), LabelsOf(draft.BaseLabels)).ShouldBe(("a=2\nb=1", "a=1\nb=1"));
        form.LabelText = "";
        LabelsOf(form.Labels).ShouldBe("", "all of them are removed");
    }

    [Fact]
    public async Task A_label_is_all_that_has_to_differ()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.Change(TopicKind.Word, "prod-eu-1", "payments.captured"), Never);
        await model.Type(form => form.Reason = "For a test.");
        model.Value!.NotYet.ShouldBe("No changes to send");

        await model.Type(form => form.First.LabelText = "cost-centre=4711");
        model.Value!.NotYet.ShouldBeNull();

        var id = (await model.Send()).ShouldNotBeNull();
        (await seat.Service<ChangeDetails>().Get(id, Never))!.Row.Title.ShouldBe("Label payments.captured");
    }

    [Fact]
    public async Task Half_a_label_is_in_the_draft()
    {
        await using var desk = await Seat.Of(web, "ada");
        using var begun = await Request(desk, "payments.half-labelled");
        begun.Address = "/topics/request";
        await begun.Type(form => form.First.LabelText = "cost-cen");
        await Deadline.Until(() => begun.Value!.Saved is not null);

        using var resumed = desk.Model<RequestModel>();
        await resumed.Resume(begun.Value!.Saved!.Id, Never);

        resumed.Value!.Form.First.LabelText.ShouldBe("cost-cen");
    }

    private static async Task<RequestModel> Request(Seat seat, string name)
    {
        var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word, name, "prod-eu-1"), Never);
        await model.Type(form => form.Reason = "For a test.");
        return model;
    }

    private static SchemaSpec Labelled(params string[] words) =>
        SeveralResourcesTests.Registered.Wanted with
        {
            Labels = new(words.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))),
        };

    private static string LabelsOf(ResourceSpec spec) => LabelsOf(spec.Labels);

    private static string LabelsOf(Labels? labels) =>
        string.Join('\n', labels.ShouldNotBeNull().Values.Select(label => $"{label.Key}={label.Value}"));
}
