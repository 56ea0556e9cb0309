using System.Text.Json;
using Portal.Core.Resources;

namespace Portal.Web.Api.Kinds;

/// <summary>A kind of resource as the API speaks it: its spec in requests and answers, and what was seen of it beside a plan.</summary>
internal interface IKindApi
{
    ResourceKind Kind { get; }

    /// <summary>What a spec looks like, for the OpenAPI document.</summary>
    Type Spec { get; }

    /// <summary>What its evidence looks like, for the OpenAPI document.</summary>
    Type Evidence { get; }

    /// <exception cref="JsonException">It isn't a spec of this kind.</exception>
    ResourceSpec Read(JsonElement spec, string owner, JsonSerializerOptions json);

    object Show(ResourceSpec spec);

    object Show(ResourceEvidence seen);

    /// <summary>The routes that only this kind has.</summary>
    void Map(RouteGroupBuilder v1);
}

/// <summary>A kind's spec as the API reads it.</summary>
/// <typeparam name="TSpec">What it becomes.</typeparam>
internal interface ISpecDto<out TSpec>
    where TSpec : ResourceSpec
{
    /// <exception cref="JsonException">A part of it is missing where the type can't say so.</exception>
    TSpec ToSpec(string owner);
}

/// <inheritdoc cref="IKindApi"/>
internal abstract class KindApi<TSpecDto, TSpec, TEvidenceDto, TEvidence> : IKindApi
    where TSpecDto : class, ISpecDto<TSpec>
    where TSpec : ResourceSpec
    where TEvidence : ResourceEvidence
    where TEvidenceDto : class
{
    public abstract ResourceKind Kind { get; }

    public Type Spec => typeof(TSpecDto);

    public Type Evidence => typeof(TEvidenceDto);

    public virtual ResourceSpec Read(JsonElement spec, string owner, JsonSerializerOptions json) =>
        (spec.Deserialize<TSpecDto>(json) ?? throw new JsonException("It is null.")).ToSpec(owner);

    public object Show(ResourceSpec spec) => Show((TSpec)spec);

    public object Show(ResourceEvidence seen) => Show((TEvidence)seen);

    public abstract void Map(RouteGroupBuilder v1);

    protected abstract TSpecDto Show(TSpec spec);

    protected abstract TEvidenceDto Show(TEvidence seen);
}
