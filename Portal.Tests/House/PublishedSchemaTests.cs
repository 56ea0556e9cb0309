using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>
/// The manifests and Compose's files against the schemas that Kubernetes and Compose publish, by npm's packages of them, fields that these don't know
/// included (<c>Interop/deployed/check.js</c>).
/// </summary>
public sealed class PublishedSchemaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-manifests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LongFact("npm")]
    public async Task The_manifests_are_what_Kubernetes_takes()
    {
        (
            await Objections("kubernetes", Manifests, Repository.PathOf("deploy", "kubernetes", "namespace.yaml"))
        ).ShouldBeEmpty();

        var wrong = await Changed(
            Manifests,
            ("replicas: 2", "replicas: two"),
            ("automountServiceAccountToken:", "automountToken:"),
            ("readOnlyRootFilesystem:", "readOnlyRoot:"),
            ("apiVersion: policy/v1", "apiVersion: policy/v0")
        );
        var found = await Objections("kubernetes", wrong);
        found.ShouldContain("Deployment portal-web: /spec/replicas");
        found.ShouldContain("ServiceAccount portal: /automountToken isn't a field");
        found.ShouldContain("/spec/template/spec/containers/0/securityContext/readOnlyRoot isn't a field");
        found.ShouldContain("policy/v0 has no PodDisruptionBudget");
    }

    [LongFact("npm")]
    public async Task The_files_of_Compose_are_what_it_takes()
    {
        var production = Repository.PathOf("docker-compose.prod.yml");
        (await Objections("compose", Repository.PathOf("docker-compose.yml"), production)).ShouldBeEmpty();

        var found = await Objections(
            "compose",
            await Changed(production, ("read_only:", "readonly:"), ("restart: \"no\"", "restart: 5"))
        );
        found.ShouldContain("/services/web must NOT have additional properties {\"additionalProperty\":\"readonly\"}");
        found.ShouldContain("/services/schema/restart must be string");
    }

    private static string Manifests => Repository.PathOf("deploy", "kubernetes", "portal.yaml");

    private static async Task<string> Objections(string what, params string[] files) =>
        await Command.Run("node", [Path.Combine(await KafkaJs.Installed("deployed"), "check.js"), what, .. files]);

    private async Task<string> Changed(string file, params (string From, string To)[] changes)
    {
        var text = await File.ReadAllTextAsync(file);
        foreach (var (from, to) in changes)
        {
            text.ShouldContain(from);
            text = text.Replace(from, to);
        }

        var path = Path.Combine(_folder, Path.GetFileName(file));
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
