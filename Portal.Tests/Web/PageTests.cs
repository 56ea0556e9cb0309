using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Web.Pages;

namespace Portal.Tests.Web;

public sealed class PageTests : PartTests
{
    [Fact]
    public void A_page_shows_what_its_model_is_ready_with() =>
        Render<TestPage>(p => p.Add(t => t.Name, "orders")).Find("h1").TextContent.ShouldBe("orders");

    [Fact]
    public void While_nothing_is_known_there_is_a_skeleton() =>
        Shown(new ViewState<string>.Loading()).Find("[aria-busy=true]").ShouldNotBeNull();

    [Fact]
    public void Who_may_not_is_told_who_can_help() =>
        Shown(new ViewState<string>.Denied("You may not see this", "Ask Platform."))
            .Find("p")
            .TextContent.ShouldBe("Ask Platform.");

    [Fact]
    public void What_is_gone_says_why_and_leads_on()
    {
        var view = Shown(new ViewState<string>.NotFound("There is no topic x", "It was deleted."));
        view.Find("h1").TextContent.ShouldBe("There is no topic x");
        view.Find("a.button").GetAttribute("href").ShouldBe("/");
    }

    [Fact]
    public void A_page_whose_model_throws_explains_itself_instead_of_going_blank()
    {
        var page = Render<TestPage>(p => p.Add(t => t.Name, "broken"));
        page.Find("h1").TextContent.ShouldBe("This page can't be shown now");
    }

    [Fact]
    public async Task A_page_keeps_its_answer_when_looking_again_fails()
    {
        var page = Render<TestPage>(p => p.Add(t => t.Name, "orders"));
        page.Instance.IsAway = true;
        await page.InvokeAsync(page.Instance.LookAgain);
        page.Find("h1").TextContent.ShouldBe("orders");
    }

    [Fact]
    public void Another_address_never_shows_the_answer_of_the_one_before()
    {
        var page = Render<TestPage>(p => p.Add(t => t.Name, "orders"));
        page.Render(p => p.Add(t => t.Name, "broken"));
        page.Find("h1").TextContent.ShouldBe("This page can't be shown now");
    }

    [Fact]
    public async Task Another_address_during_a_live_refresh_never_shows_the_answer_of_the_one_before()
    {
        var page = Render<TestPage>(p => p.Add(t => t.Name, "orders"));
        var refresh = new TaskCompletionSource();
        page.Instance.Before = refresh.Task;
        var looking = page.InvokeAsync(page.Instance.LookAgain);

        page.Render(p => p.Add(t => t.Name, "broken"));
        refresh.SetResult();
        await looking;

        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe("This page can't be shown now"));
    }

    [Fact]
    public async Task A_live_refresh_that_fails_after_another_address_was_shown_keeps_its_answer()
    {
        var page = Render<TestPage>(p => p.Add(t => t.Name, "orders"));
        page.Render(p => p.Add(t => t.Name, "payments"));
        page.Instance.IsAway = true;

        await page.InvokeAsync(page.Instance.LookAgain);

        page.Find("h1").TextContent.ShouldBe("payments");
    }

    [Fact]
    public void What_was_refused_stays_on_other_views_of_the_same_thing_and_is_over_at_another()
    {
        var address = Services.GetRequiredService<NavigationManager>();
        address.NavigateTo("/topics/orders");
        var page = Render<TestPage>(p => p.Add(t => t.Name, "orders"));
        page.Instance.Shown.Refuse();

        address.NavigateTo("/topics/orders?tab=history");
        page.Render(p => p.Add(t => t.Name, "orders"));
        page.Instance.Shown.Refused.ShouldNotBeNull();

        address.NavigateTo("/topics/payments?tab=history");
        page.Render(p => p.Add(t => t.Name, "payments"));
        page.Instance.Shown.Refused.ShouldBeNull();
        page.Instance.Shown.Forgotten.ShouldBe(1);
    }

    [Fact]
    public void What_prerendering_loaded_is_taken_over_without_asking_again()
    {
        var ticket = Services
            .GetRequiredService<PrerenderCache>()
            .Put(new(new ViewState<string>.Ready("from prerendering")));
        Prerendered.Persist(typeof(TestModel).FullName!, ticket);
        var page = Render<TestPage>(p => p.Add(t => t.Name, "broken"));
        page.Find("h1").TextContent.ShouldBe("from prerendering");
        page.Instance.Takeovers.ShouldBe(1);
    }

    [Fact]
    public void What_was_left_by_prerendering_is_taken_once()
    {
        using var cache = new PrerenderCache(Clock);
        var ticket = cache.Put(new("value"));
        cache.Take(ticket)!.Value.ShouldBe("value");
        cache.Take(ticket).ShouldBeNull();
    }

    [Fact]
    public void What_nobody_fetched_is_gone_after_a_quarter_of_a_minute()
    {
        using var cache = new PrerenderCache(Clock);
        var ticket = cache.Put(new("value"));
        Clock.Pass(TimeSpan.FromSeconds(16));
        cache.Take(ticket).ShouldBeNull();
    }

    [Fact]
    public void What_nobody_fetched_is_kept_by_nobody_though_no_other_page_is_asked_for()
    {
        using var cache = new PrerenderCache(Clock);
        var left = Left(cache);

        Clock.Pass(TimeSpan.FromSeconds(16));
        Clock.Pass(TimeSpan.FromSeconds(16));
        GC.Collect();

        left.IsAlive.ShouldBeFalse();
    }

    // In a method of its own: a local of the test would keep it.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Left(PrerenderCache cache)
    {
        var value = new object();
        cache.Put(new(value));
        return new WeakReference(value);
    }

    private IRenderedComponent<View<string>> Shown(ViewState<string> state) =>
        Render<View<string>>(p => p.Add(v => v.Of, state).Add(v => v.Ready, value => Words(value)));

    private sealed class TestModel : PageModel<string>
    {
        public int Forgotten { get; private set; }

        public void Refuse() => Refused = Refusal.Conflict("It is there already.");

        protected override void Forget() => Forgotten++;

        public Task Load(string name)
        {
            if (name == "broken")
            {
                throw new InvalidOperationException("The store is away");
            }

            Show(name);
            return Task.CompletedTask;
        }
    }

    private sealed class TestPage : PortalPage<TestModel>
    {
        [Parameter]
        public string Name { get; set; } = "";

        public bool IsAway { get; set; }

        /// <summary>What opening waits for before it reads.</summary>
        public Task Before { get; set; } = Task.CompletedTask;

        public int Takeovers { get; private set; }

        public TestModel Shown => Model;

        protected override void TookOver() => Takeovers++;

        public Task LookAgain() => Again();

        protected override async Task Open(CancellationToken stop)
        {
            var name = IsAway ? "broken" : Name;
            await Before;
            await Model.Load(name);
        }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenComponent<View<string>>(0);
            builder.AddAttribute(1, "Of", Model.State);
            builder.AddAttribute(
                2,
                "Ready",
                (RenderFragment<string>)(value => b => b.AddMarkupContent(0, $"<h1>{value}</h1>"))
            );
            builder.CloseComponent();
        }
    }
}
