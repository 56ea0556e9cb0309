using Bunit;
using Microsoft.AspNetCore.Components;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>What is typed into the search above a table.</summary>
public sealed class FilterBarTests : PartTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private readonly List<string?> _searched = [];

    [Fact]
    public void It_is_searched_for_once_typing_pauses()
    {
        var bar = Drawn();

        bar.Find("input").Input("ord");
        bar.Find("input").Input("orders");
        Clock.Pass(Pause);

        bar.WaitForAssertion(() => _searched.ShouldBe(["orders"]));
    }

    [Fact]
    public async Task Right_before_the_page_is_left_it_is_searched_for_on_no_other()
    {
        var bar = Drawn();

        bar.Find("input").Input("orders");
        await DisposeComponentsAsync();
        Clock.Pass(Pause);
        // What goes on after the pause has done so by then.
        await Renderer.Dispatcher.InvokeAsync(() => { });

        _searched.ShouldBeEmpty();
    }

    /// <summary>The page draws its fields anew once it is connected: what was chosen before finds them by their ids.</summary>
    [Fact]
    public void Its_fields_have_the_same_ids_however_often_they_are_drawn()
    {
        Drawn().Find("input").Id.ShouldBe("filter-words");
        Ids().ShouldBe(["filter-team-a.b", "filter-team-a-b", "filter-team-two%20words"]);

        List<string?> Ids() =>
            [
                .. Render<Filter<string>>(p =>
                        p.Add(f => f.Name, "Team")
                            .Add(f => f.Options, [new("a.b", "A"), new("a-b", "A"), new("two words", "B")])
                            .Add(f => f.Chosen, [])
                    )
                    .FindAll("input")
                    .Select(box => box.Id),
            ];
    }

    private IRenderedComponent<FilterBar> Drawn() =>
        Render<FilterBar>(p =>
            p.Add(bar => bar.WordsChanged, EventCallback.Factory.Create<string?>(this, words => _searched.Add(words)))
        );
}
