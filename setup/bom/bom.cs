// The bill of materials of what is shipped, as CycloneDX 1.6: packages as they were restored, and what was bundled for the browser.
//   bom.cs ROOT VERSION > bom.json
#:property PublishAot=false
#:property JsonSerializerIsReflectionEnabledByDefault=true
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

var (root, version) = (args[0], args[1]);
string[] shipped = ["Portal.Web", "Portal.Workers", "Portal.LocalCluster"];
var rows = File.ReadLines(Path.Combine(root, "docs", "licences.md"))
    .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
    .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
    .ToDictionary(cells => cells[1], cells => (Licence: cells[2], In: cells[3]));
var restored = shipped.SelectMany(project => Restored(project, _ => true)).ToList();
var used = restored
    // Its compiler of Protobuf schemas is copied beside the programs.
    .Concat(Restored("Portal.Schemas", name => name == "Grpc.Tools"))
    .Concat(Bundled("editor", "npm", "Portal.Web/wwwroot/js/codemirror.js"))
    .Concat(Bundled("bom", "generic", "Portal.Web/wwwroot/fonts"))
    .ToLookup(part => part.Purl)
    .OrderBy(part => part.Key, StringComparer.OrdinalIgnoreCase)
    .ToList();
var components = used.Select(uses => Component([.. uses])).ToList();
var dependencies = used.Select(uses => Depends(uses.Key, uses.SelectMany(use => use.Needs)))
    .Prepend(Depends("portal", shipped))
    .Concat(
        shipped.Select(project =>
            Depends(project, restored.Where(part => part.In == project && part.IsDirect).Select(part => part.Purl))
        )
    )
    .ToList();
var bill = new
{
    bomFormat = "CycloneDX",
    specVersion = "1.6",
    serialNumber = $"urn:uuid:{Number(JsonSerializer.Serialize(new { version, components, dependencies }))}",
    version = 1,
    metadata = new { component = Program("portal", [.. shipped.Select(project => Program(project, []))]) },
    components,
    dependencies,
};
var options = new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
Console.WriteLine(JsonSerializer.Serialize(bill, options).Replace("\"bom_ref\"", "\"bom-ref\""));

object Program(string name, object[] inside) =>
    new
    {
        type = "application",
        bom_ref = name,
        name,
        version,
        components = inside,
    };

static object Depends(string on, IEnumerable<string> others) =>
    new Dictionary<string, object> { ["ref"] = on, ["dependsOn"] = others.Distinct().Order(StringComparer.Ordinal) };

object Component(Part[] uses)
{
    var part = uses[0];
    var row = rows.GetValueOrDefault(part.Name);
    var licence = part.Licence ?? row.Licence ?? throw new InvalidOperationException($"{part.Name}: no licence");
    return new
    {
        type = "library",
        bom_ref = part.Purl,
        name = part.Name,
        version = part.Version,
        scope = row.In == "the build" ? "excluded" : "required",
        hashes = part.Sha512 is null ? [] : new[] { new { alg = "SHA-512", content = part.Sha512 } },
        licenses = new[] { new { license = new { id = licence } } },
        purl = part.Purl,
        properties = uses.Select(use => use.In).Distinct().Select(value => new { name = "portal:in", value }),
    };
}

// Lines of name, version and licence: what no restore knows of.
IEnumerable<Part> Bundled(string folder, string type, string into) =>
    File.ReadLines(Path.Combine(root, "setup", folder, "bundled.txt"))
        .Where(line => line[0] != '#')
        .Select(line => line.Split(' '))
        .Select(words => (words, purl: $"pkg:{type}/{words[0].Replace("@", "%40")}@{words[1]}"))
        .Select(it => new Part(into, it.words[0], it.words[1], it.purl, null, it.words[2], false, []));

List<Part> Restored(string project, Func<string, bool> wanted)
{
    using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, project, "obj", "project.assets.json")));
    var assets = file.RootElement;
    var folders = assets.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
    var target = assets.GetProperty("targets").EnumerateObject().First().Value;
    var versions = target.EnumerateObject().Select(each => each.Name.Split('/')).ToDictionary(w => w[0], w => w[1]);
    var direct = Names(assets.GetProperty("project").GetProperty("frameworks").EnumerateObject().First().Value);
    return
    [
        .. from library in assets.GetProperty("libraries").EnumerateObject()
        let words = library.Name.Split('/')
        where library.Value.GetProperty("type").GetString() == "package" && wanted(words[0])
        let nuspec = Path.Combine(
            library.Value.GetProperty("path").GetString()!,
            $"{words[0].ToLowerInvariant()}.nuspec"
        )
        select new Part(
            project,
            words[0],
            words[1],
            Nuget(words[0], words[1]),
            Convert.ToHexStringLower(Convert.FromBase64String(library.Value.GetProperty("sha512").GetString()!)),
            Expression(folders.Select(folder => Path.Combine(folder, nuspec)).First(File.Exists)),
            direct.Contains(words[0]),
            [.. Names(target.GetProperty(library.Name)).Where(versions.ContainsKey).Select(n => Nuget(n, versions[n]))]
        ),
    ];
}

static List<string> Names(JsonElement of) =>
    of.TryGetProperty("dependencies", out var named) ? [.. named.EnumerateObject().Select(each => each.Name)] : [];

static string Nuget(string name, string version) => $"pkg:nuget/{name}@{version}";

static string? Expression(string nuspec) =>
    XDocument
        .Load(nuspec)
        .Descendants()
        .FirstOrDefault(e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression")
        ?.Value;

// The same bill has the same number, whoever writes it.
static Guid Number(string text)
{
    var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
    (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));
    return new Guid(bytes, bigEndian: true);
}

internal sealed record Part(
    string In,
    string Name,
    string Version,
    string Purl,
    string? Sha512,
    string? Licence,
    bool IsDirect,
    string[] Needs
);
