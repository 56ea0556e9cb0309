using System.Text.Json.Nodes;
using Portal.Core.Specs;

namespace Portal.Web.Api.Specs;

/// <summary>A YAML document as JSON, with where each field stands.</summary>
internal sealed record YamlDocument(JsonObject Root, SpecPlaces Places);
