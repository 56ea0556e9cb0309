using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.People;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Store;

/// <summary>How Core's types lie in columns: ids as numbers, enums as snake_case words.</summary>
internal static class StoreTypes
{
    public static void Configure(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<ChangeId>().HaveConversion<ChangeIdColumn>();
        conventions.Properties<PlanId>().HaveConversion<PlanIdColumn>();
        conventions.Properties<RunId>().HaveConversion<RunIdColumn>();
        conventions.Properties<ResourceId>().HaveConversion<ResourceIdColumn>();
        conventions.Properties<ClusterId>().HaveConversion<ClusterIdColumn>();
        conventions.Properties<TeamId>().HaveConversion<TeamIdColumn>();
        conventions.Properties<PersonId>().HaveConversion<PersonIdColumn>();
        Words<SignInMode>(conventions);
        conventions.Properties<ResourceKind>().HaveConversion<ResourceKindColumn>();
        Words<ChangeState>(conventions);
        Words<ResourceOperation>(conventions);
        Words<Tier>(conventions);
        Words<RiskBand>(conventions);
        Words<CheckVerdict>(conventions);
        Words<VoteVerdict>(conventions);
        Words<RunState>(conventions);
        Words<StepDirection>(conventions);
        Words<StepPhase>(conventions);
        Words<EndpointKind>(conventions);
        Words<GroupType>(conventions);
        Words<Role>(conventions);
        Words<ActorVia>(conventions);
    }

    /// <summary>An enum's word as it stands in a column: <c>PendingApproval</c> is <c>pending_approval</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static void Words<T>(ModelConfigurationBuilder conventions)
        where T : struct, Enum => conventions.Properties<T>().HaveConversion<WordColumn<T>>();

    private sealed class ChangeIdColumn() : ValueConverter<ChangeId, long>(id => id.Value, v => new ChangeId(v));

    private sealed class PlanIdColumn() : ValueConverter<PlanId, long>(id => id.Value, v => new PlanId(v));

    private sealed class RunIdColumn() : ValueConverter<RunId, long>(id => id.Value, v => new RunId(v));

    private sealed class ResourceIdColumn() : ValueConverter<ResourceId, long>(id => id.Value, v => new ResourceId(v));

    private sealed class ClusterIdColumn() : ValueConverter<ClusterId, int>(id => id.Value, v => new ClusterId(v));

    private sealed class TeamIdColumn() : ValueConverter<TeamId, int>(id => id.Value, v => new TeamId(v));

    private sealed class PersonIdColumn() : ValueConverter<PersonId, int>(id => id.Value, v => new PersonId(v));

    private sealed class ResourceKindColumn() : ValueConverter<ResourceKind, string>(k => k.Word, v => new(v));

    private sealed class WordColumn<T>() : ValueConverter<T, string>(v => Word(v), v => Parse(v))
        where T : struct, Enum
    {
        private static T Parse(string word) =>
            Enum.Parse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
    }
}

/// <summary>A value kept as JSON in a jsonb column, written by <see cref="CoreJson"/>.</summary>
internal sealed class JsonColumn<T>() : ValueConverter<T, string>(v => CoreJson.Write(v), s => CoreJson.Read<T>(s));
