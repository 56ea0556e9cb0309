using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Registry;

public sealed class RegistryCrashTests(LocalRegistry registry) : IClassFixture<LocalRegistry>
{
    [ClusterFact]
    public async Task What_was_answered_is_there_after_a_kill()
    {
        var id = await registry.Register("kept", "\"string\"");
        await registry.Ask("PUT", "/config/kept", new { compatibility = "FULL" });
        await registry.Register("gone", "\"int\"");
        await registry.Ask("DELETE", "/subjects/gone");

        await registry.Crash();

        (await registry.Register("kept", "\"string\"")).ShouldBe(id);
        (await registry.Ask("GET", "/config/kept")).Body!["compatibilityLevel"]!.GetValue<string>().ShouldBe("FULL");
        (await registry.Ask("GET", "/subjects")).Body!.ToJsonString().ShouldBe("""["kept"]""");
        (await registry.Ask("GET", "/subjects?deletedOnly=true")).Body!.ToJsonString().ShouldBe("""["gone"]""");
        (await registry.Register("new", "\"long\"")).ShouldBeGreaterThan(id + 1);
    }

    [ClusterFact]
    public async Task An_id_whose_last_version_was_deleted_permanently_is_gone_for_good_and_never_given_again()
    {
        var id = await registry.Register("p-value", "\"bytes\"");
        (await registry.Register("p-copy", "\"bytes\"")).ShouldBe(id);
        await registry.Ask("DELETE", "/subjects/p-value");
        await registry.Ask("DELETE", "/subjects/p-value?permanent=true");
        (await registry.Ask("GET", $"/schemas/ids/{id}")).Status.ShouldBe(200);

        await registry.Ask("DELETE", "/subjects/p-copy");
        (await registry.Ask("GET", $"/schemas/ids/{id}")).Status.ShouldBe(200);
        await registry.Ask("DELETE", "/subjects/p-copy/versions/1?permanent=true");
        await IsGone();
        await registry.Crash();
        await IsGone();

        (await registry.Register("p-value", "\"bytes\"")).ShouldBe(id + 1);
        await registry.Ask("DELETE", "/subjects/p-value");
        await registry.Ask("DELETE", "/subjects/p-value?permanent=true");

        async Task IsGone()
        {
            var (status, body) = await registry.Ask("GET", $"/schemas/ids/{id}");
            (status, body!["error_code"]!.GetValue<int>()).ShouldBe((404, 40403));
        }
    }
}
