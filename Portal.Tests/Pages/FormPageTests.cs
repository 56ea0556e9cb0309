using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Web.Features.Jobs.Studio;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;
using Portal.Web.Live;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>The pages of a request's form and of the studio in an open circuit, without their fields.</summary>
public sealed class FormPageTests : BunitContext, IClassFixture<WatchedWeb>
{
    private const string Form = "/topics/prod-eu-1/orders/edit";
    private const string Studio = "/jobs/studio";
    private readonly WatchedWeb _web;
    private readonly FadingStore _store;
    private readonly ChangeNotifications _notifications;

    public FormPageTests(WatchedWeb web)
    {
        (_web, _store) = (web, new FadingStore(web.Store));
        // It isn't started: no page opens once more by itself.
        _notifications = new ChangeNotifications(
            web.Services.GetRequiredService<NpgsqlDataSource>(),
            TimeProvider.System,
            NullLogger<ChangeNotifications>.Instance
        );
    }

    [Fact]
    public async Task A_form_that_could_not_be_read_is_opened_by_trying_again_once_the_store_is_back()
    {
        await using var seat = await Sit();
        _store.Answers = 0;
        var page = Opened<BareForm>(Form);

        await TryAgain(page);

        await Deadline.Until(() => page.Markup == "orders");
    }

    [Fact]
    public async Task A_studio_that_could_not_be_read_is_opened_by_trying_again_once_the_store_is_back()
    {
        await using var seat = await Sit();
        _store.Answers = 0;
        var page = Opened<BareStudio>(Studio);

        await TryAgain(page);

        await Deadline.Until(() => page.Markup == "Open");
    }

    [Fact]
    public async Task A_links_address_without_the_draft_of_a_form_has_it_again()
    {
        await using var seat = await Sit();
        var page = Opened<BareForm>(Form);
        await Deadline.Until(() => page.Markup == "orders");

        await page.InvokeAsync(() => page.Instance.Shown.Type(form => form.First.Description = "Half a sen"));
        await Deadline.Until(() => page.Instance.Shown.Value?.Saved is not null);
        var draft = page.Instance.Shown.Value!.Saved!.Id;
        await Deadline.Until(() => Written() == $"{Form}?draft={draft}");

        // As the link to another environment, and "Skip to content".
        await Follow(page, $"{Form}?env=dev");
        await Deadline.Until(() => Written() == $"{Form}?env=dev&draft={draft}");
        foreach (var link in new[] { $"{Form}?env=dev#main", $"{Form}?env=dev#main" })
        {
            var before = Writes.Count;
            await Follow(page, link);
            await Deadline.Until(() => Writes.Count > before);
            Written().ShouldBe($"{Form}?env=dev&draft={draft}");
        }
    }

    [Fact]
    public async Task Who_goes_back_to_the_draft_that_is_open_keeps_what_is_not_saved_yet()
    {
        await using var seat = await Sit();
        var page = Opened<BareForm>(Form);
        await Deadline.Until(() => page.Markup == "orders");
        await page.InvokeAsync(() => page.Instance.Shown.Type(form => form.First.Description = "Half a sen"));
        await Deadline.Until(() => page.Instance.Shown.Value?.Saved is not null);
        var draft = page.Instance.Shown.Value!.Saved!.Id;

        await page.InvokeAsync(() => page.Instance.Shown.Type(form => form.First.Description = "Half a sentence"));
        await Follow(page, $"{Form}?env=dev&draft={draft}");

        page.Instance.Shown.Value!.Form.First.Description.ShouldBe("Half a sentence");
    }

    [Fact]
    public async Task A_links_address_without_the_draft_of_the_studio_has_it_again()
    {
        await using var seat = await Sit();
        var page = Opened<BareStudio>(Studio);
        await Deadline.Until(() => page.Markup == "Open");

        await page.InvokeAsync(() => page.Instance.Shown.Type(job => job.Statements = "SELECT 1"));
        await Deadline.Until(() => Written()?.StartsWith($"{Studio}?draft=", StringComparison.Ordinal) == true);
        var (written, before) = (Written(), Writes.Count);

        await Follow(page, $"{Studio}?env=dev");
        await Deadline.Until(() => Writes.Count > before);
        Written().ShouldBe(written);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _notifications.Dispose();
    }

    /// <summary>What a circuit of ada's has, over a store that may fall silent while a form is read.</summary>
    private async Task<Seat> Sit()
    {
        var seat = await Seat.Of(_web, "ada");
        var circuit = seat.Service<IServiceProvider>();
        var views = ActivatorUtilities.CreateInstance<RequestViews>(circuit, new TeamDirectory(_store));
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(TimeProvider.System).AddSingleton<PrerenderCache>();
        Services.AddSingleton(new Liveness(_notifications, new HandHealth(), TimeProvider.System));
        Services.AddSingleton<IClusterHealth>(_web.Health);
        Services.AddSingleton(seat.Service<KindForms>()).AddSingleton(seat.Service<KindViews>());
        Services.AddSingleton(seat.Service<Me>()).AddSingleton(seat.Service<StoreWatch>());
        Services.AddSingleton(ActivatorUtilities.CreateInstance<RequestOpenings>(circuit, views)).AddSingleton(views);
        Services.AddSingleton(seat.Service<RequestSender>()).AddSingleton(seat.Service<RequestSaves>());
        Services.AddSingleton(seat.Service<RequestPreviews>()).AddSingleton(seat.Service<StudioPreviews>());
        Services.AddSingleton(seat.Service<StudioChecks>()).AddSingleton(seat.Service<StudioCompletions>());
        AddBunitPersistentComponentState();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return seat;
    }

    private IRenderedComponent<TPage> Opened<TPage>(string address)
        where TPage : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<TPage>();
    }

    private async Task TryAgain<TPage>(IRenderedComponent<TPage> page)
        where TPage : IComponent
    {
        await Deadline.Until(() => page.Markup.Contains("Try again", StringComparison.Ordinal));
        _store.Answers = int.MaxValue;
        page.Find("button").Click();
    }

    private Task Follow<TPage>(IRenderedComponent<TPage> page, string address)
        where TPage : IComponent =>
        page.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo(address));

    // Addresses that the browser was given without going there.
    private IReadOnlyList<JSRuntimeInvocation> Writes => JSInterop.Invocations["portal.address"];

    private string? Written() => Writes is [.., var last] ? (string?)last.Arguments[0] : null;

    private sealed class BareForm : RequestPage
    {
        public RequestModel Shown => Model;

        protected override RequestOf What => new RequestOf.Change(TopicKind.Word, "prod-eu-1", "orders");

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (Model.Value is { } view)
            {
                builder.AddContent(1_000, view.Form.First.Name);
            }
            else
            {
                base.BuildRenderTree(builder);
            }
        }
    }

    private sealed class BareStudio : StudioPage
    {
        public StudioModel Shown => Model;

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (Model.Value is not null)
            {
                builder.AddContent(1_000, "Open");
            }
            else
            {
                base.BuildRenderTree(builder);
            }
        }
    }
}
