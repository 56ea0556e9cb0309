namespace Portal.Tests.LocalCluster.Registry;

public sealed class RegistryCrashTests(LocalRegistry registry) : IClassFixture<LocalRegistry>
{
    [Fact]
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
        (await registry.Register("new", "\"long\"")).ShouldBe(3);
    }
}
