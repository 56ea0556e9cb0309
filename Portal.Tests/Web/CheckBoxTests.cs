using Bunit;
using Microsoft.AspNetCore.Components;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>A page whose connection is back sends once more what its boxes show: each means what it shows, however often it is sent.</summary>
public sealed class CheckBoxTests : PartTests
{
    private static readonly Func<Action, Task> Take = typed =>
    {
        typed();
        return Task.CompletedTask;
    };

    private readonly JobForm _form = new(FormOrigin.New) { Statements = "INSERT INTO dev.b SELECT * FROM dev.a" };

    [Theory]
    [InlineData(true, "a,b")]
    [InlineData(false, "a")]
    public void A_filter_s_option_that_is_sent_twice_is_chosen_once(bool isChosen, string expected)
    {
        IReadOnlyCollection<string> chosen = ["a"];
        var filter = Render<Filter<string>>(p =>
            p.Add(f => f.Name, "Team")
                .Add(f => f.Options, [new("a", "Orders"), new("b", "Fraud")])
                .Add(f => f.Chosen, chosen)
                .Add(
                    f => f.ChosenChanged,
                    EventCallback.Factory.Create<IReadOnlyCollection<string>>(this, now => chosen = now)
                )
        );

        for (var time = 0; time < 2; time++)
        {
            filter.FindAll("input")[1].Change(isChosen);
            filter.Render(p => p.Add(f => f.Chosen, chosen));
        }

        string.Join(',', chosen).ShouldBe(expected);
    }

    [Fact]
    public void A_filter_s_option_stays_as_it_was_clicked_until_the_address_has_it()
    {
        List<string> asked = [];
        var filter = Render<Filter<string>>(p =>
            p.Add(f => f.Name, "Team")
                .Add(f => f.Options, [new("a", "Orders"), new("b", "Fraud"), new("c", "Billing")])
                .Add(f => f.Chosen, ["a"])
                .Add(
                    f => f.ChosenChanged,
                    EventCallback.Factory.Create<IReadOnlyCollection<string>>(
                        this,
                        now => asked.Add(string.Join(',', now))
                    )
                )
        );

        foreach (var option in new[] { 1, 2 })
        {
            filter.FindAll("input")[option].Change(true);
            filter.Render(p => p.Add(f => f.Chosen, ["a"])); // the page is drawn again, with what its address still says
        }

        filter.FindAll("input")[2].Change(true); // once more, as after a connection over which the address didn't come through
        asked.ShouldBe(["a,b", "a,b,c", "a,b,c"]);
        Checked().ShouldBe([true, true, true]);

        filter.Render(p => p.Add(f => f.Chosen, ["c"])); // a page of one choice keeps the last
        Checked().ShouldBe([false, false, true]);

        bool[] Checked() => [.. filter.FindAll("input").Select(box => box.HasAttribute("checked"))];
    }

    [Fact]
    public void A_topic_that_is_read_as_a_changelog_stays_so()
    {
        var fields = Render<SourceFields>(p =>
            p.Add(f => f.Form, _form).Add(f => f.Problem, _ => null).Add(f => f.Typed, Take)
        );

        fields.Find("#source-dev\\.a-upsert").Change(true);
        fields.Find("#source-dev\\.a-upsert").Change(true);

        _form.Sources["dev.a"].Upsert.ShouldBeTrue();
    }

    [Fact]
    public void A_topic_that_is_written_by_key_stays_so()
    {
        var fields = Render<SqlFields>(p => p.Add(f => f.Fields, Fields));

        fields.Find("#upsert-dev\\.b").Change(true);
        fields.Find("#upsert-dev\\.b").Change(true);

        _form.Upserts["dev.b"].ShouldBeTrue();
    }

    [Fact]
    public void What_a_change_of_a_job_does_beside_stays_so()
    {
        var fields = Render<JobChangeFields>(p => p.Add(f => f.Fields, Fields));

        foreach (var box in new[] { "#take-savepoint", "#newest-schemas", "#take-savepoint", "#newest-schemas" })
        {
            fields.Find(box).Change(true);
        }

        (_form.TakeSavepoint, _form.NewestSchemas).ShouldBe((true, true));
    }

    private ResourceFields Fields => new(_form, null, _ => null, Take, null);
}
