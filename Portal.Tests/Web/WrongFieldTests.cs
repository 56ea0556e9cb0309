using Bunit;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Topics.Fields;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>A field that is wrong says so of itself, and is described by the words about it.</summary>
public sealed class WrongFieldTests : PartTests
{
    private static readonly RequestCluster Main = new("main", "dev", Brokers: 3);

    private readonly TopicForm _form = new(FormOrigin.New) { Name = "payments.refunds", Cluster = "main" };

    [Theory]
    [InlineData("Choose another team.", "true")]
    [InlineData(null, null)]
    public void A_drop_down_in_a_field_is_as_wrong_as_the_field(string? wrong, string? invalid)
    {
        var field = Render<Field>(p =>
            p.Add(f => f.Label, "Team")
                .Add(f => f.Id, "team")
                .Add(f => f.Wrong, wrong)
                .AddChildContent<Select<string>>(s =>
                    s.Add(x => x.Id, "team").Add(x => x.Of, [new("a", "Orders")]).Add(x => x.Chosen, "a")
                )
        );

        var dropDown = field.Find(".rz-dropdown");
        dropDown.GetAttribute("aria-invalid").ShouldBe(invalid);
        dropDown.GetAttribute("aria-describedby").ShouldBe(wrong is null ? null : "team-note");
        field.FindAll("#team-note").Count.ShouldBe(wrong is null ? 0 : 1);
    }

    [Fact]
    public void A_topic_s_fields_are_marked_and_described_each_by_its_own_words()
    {
        string[] wrong = ["eventBytes", "tier", "partitions"];

        var fields = Drawn(name => wrong.Contains(name) ? $"Another {name}." : null);

        Described(fields, "#event-bytes").ShouldBe("Another eventBytes.");
        Described(fields, "#setting-partitions").ShouldBe("Another partitions.");
        Described(fields, ".rz-dropdown[aria-labelledby=tier-label]").ShouldBe("Another tier.");
        fields.Find("#events-per-second").HasAttribute("aria-invalid").ShouldBeFalse();
        fields.Find("#keep-for").HasAttribute("aria-invalid").ShouldBeFalse();
    }

    [Fact]
    public void Each_field_that_may_have_to_be_fixed_has_the_id_by_which_it_is_found()
    {
        var fields = Drawn(_ => null);

        foreach (var (_, id) in _form.Fields(Main))
        {
            fields.FindAll($"[id='{id}']").Count.ShouldBe(1, id);
        }
    }

    [Fact]
    public void What_answers_an_act_is_read_at_once_and_what_explains_a_field_is_not()
    {
        Render<Note>(p => p.Add(n => n.IsAlert, true).AddChildContent("Not sent."))
            .Find(".note")
            .GetAttribute("role")
            .ShouldBe("alert");
        Render<Note>(p => p.AddChildContent("In seconds.")).Find(".note").HasAttribute("role").ShouldBeFalse();
    }

    private static string Described(IRenderedComponent<TopicFields> fields, string selector)
    {
        var field = fields.Find(selector);
        field.GetAttribute("aria-invalid").ShouldBe("true");
        return fields.Find($"[id='{field.GetAttribute("aria-describedby")}']").TextContent.Trim();
    }

    private IRenderedComponent<TopicFields> Drawn(Func<string, string?> problem) =>
        Render<TopicFields>(p =>
            p.Add(
                f => f.Fields,
                new ResourceFields(
                    _form,
                    Main,
                    problem,
                    typed =>
                    {
                        typed();
                        return Task.CompletedTask;
                    },
                    null
                )
            )
        );
}
