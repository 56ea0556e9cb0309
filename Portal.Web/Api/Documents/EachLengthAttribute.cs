namespace Portal.Web.Api.Documents;

/// <summary>How many characters each text of a list has, at most.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EachLengthAttribute(int most) : Attribute
{
    public int Most => most;
}
