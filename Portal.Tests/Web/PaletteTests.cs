using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Layout;
using Portal.Web.Preferences;

namespace Portal.Tests.Web;

/// <summary>Search on Ctrl-K over a store that doesn't answer.</summary>
public sealed class PaletteTests() : PartTests(OverSilence)
{
    private const string Nothing = "Nothing is named like";

    [Fact]
    public void What_the_store_was_not_searched_for_is_not_called_absent()
    {
        var palette = Render<Palette>();

        palette.Find("input").Input("invoices");
        palette.Find("#found").TextContent.ShouldNotContain(Nothing);
        Clock.Pass(TimeSpan.FromMilliseconds(150));

        palette.WaitForAssertion(
            () => palette.Find("#found").TextContent.ShouldContain("The store doesn’t answer"),
            TimeSpan.FromSeconds(30)
        );
        palette.Find("#found").TextContent.ShouldNotContain(Nothing);
    }

    private static void OverSilence(IServiceCollection services)
    {
        services.AddSingleton<IDbContextFactory<PortalDb>>(new SilentStore());
        services.AddSingleton(_ => NpgsqlDataSource.Create("Host=127.0.0.1;Port=1"));
        services.AddSingleton<StoreWatch>().AddSingleton<ChangeList>().AddSingleton<KnownNames>();
        services.AddSingleton<IClusterHealth>(new HandHealth()).AddSingleton<Workplace>();
        services.AddSingleton<NavigationPlaces>().AddSingleton<SnapshotHits>().AddSingleton<Finder>();
    }
}
