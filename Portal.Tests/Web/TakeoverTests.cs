using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Health;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Live;
using Portal.Web.Pages;

namespace Portal.Tests.Web;

/// <summary>Between the reading of what prerendering shows and the circuit's first listening lies a second or more.</summary>
public sealed class TakeoverTests : BunitContext, IClassFixture<PostgresDatabase>
{
    private readonly NpgsqlDataSource _store;
    private readonly ChangeNotifications _notifications;
    private readonly BunitPersistentComponentState _prerendered;

    public TakeoverTests(PostgresDatabase database)
    {
        _store = NpgsqlDataSource.Create(database.ConnectionString);
        _notifications = new ChangeNotifications(_store, TimeProvider.System, NullLogger<ChangeNotifications>.Instance);
        Services.AddSingleton(TimeProvider.System).AddSingleton<PrerenderCache>();
        Services.AddSingleton(_notifications).AddSingleton<IClusterHealth, HandHealth>().AddSingleton<Liveness>();
        _prerendered = AddBunitPersistentComponentState();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Theory]
    [InlineData(true, "now")]
    [InlineData(false, "when it was prerendered")]
    public async Task What_moved_before_anybody_listened_is_read_again(bool moved, string shown)
    {
        await _notifications.StartAsync(CancellationToken.None);
        await Deadline.Until(() => _notifications.Count == 1);
        var carried = new Carried(new ViewState<string>.Ready("when it was prerendered"), _notifications.Count);
        _prerendered.Persist(typeof(Said).FullName!, Services.GetRequiredService<PrerenderCache>().Put(carried));
        if (moved)
        {
            await using var tell = _store.CreateCommand("select pg_notify('portal_snapshot', 'change:1:applied')");
            await tell.ExecuteNonQueryAsync();
            await Deadline.Until(() => _notifications.Count == 2);
        }

        var page = Render<SaidPage>();

        page.WaitForAssertion(() => page.Markup.ShouldBe(shown));
        await _notifications.StopAsync(CancellationToken.None);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _notifications.Dispose();
        _store.Dispose();
    }

    private sealed class Said : PageModel<string>
    {
        public Task Load()
        {
            Show("now");
            return Task.CompletedTask;
        }
    }

    private sealed class SaidPage : PortalPage<Said>
    {
        protected override LiveOn LivesOn => LiveOn.Changes;

        protected override Task Open(CancellationToken stop) => Model.Load();

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Model.Value);
    }
}
