using System.Net;
using Portal.Tests.Api;

namespace Portal.Tests.Web;

/// <summary>The web as it runs for people.</summary>
public sealed class ProductionWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal) { ["environment"] = "Production" };
}

/// <summary>The gallery of parts is for whoever develops them: elsewhere there is no such page.</summary>
public sealed class GalleryTests(ProductionWeb production, PortalWeb development)
    : IClassFixture<ProductionWeb>,
        IClassFixture<PortalWeb>
{
    [Theory]
    [InlineData("/states")]
    [InlineData("/states?tab=change")]
    [InlineData("/States")]
    public async Task It_is_there_while_developing_only(string address)
    {
        (await Status(development, address)).ShouldBe(HttpStatusCode.OK);
        (await Status(production, address)).ShouldBe(HttpStatusCode.NotFound);
        (await Status(production, "/tokens")).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> Status(PortalWeb web, string address)
    {
        using var ada = await PageClient.As(web, "ada");
        using var answer = await ada.Browser.GetAsync(address);
        return answer.StatusCode;
    }
}
