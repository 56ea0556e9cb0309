using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

/// <summary>What a job runs.</summary>
public enum JobType
{
    Sql,
    Jar,
}

/// <summary>An argument whose value only the program gets.</summary>
public sealed record SecretArgumentDto(
    [property: Description("Without hyphens: api-key becomes --api-key."), Length(1, 100)] string Name,
    [property: Description("The secret by its number, as storing it gave it. Its value is never shown.")] long Secret
)
{
    public static SecretArgumentDto Of(SecretArgument argument) => new(argument.Name, argument.Secret);

    public SecretArgument ToArgument() => new(Name ?? "", Secret);
}
