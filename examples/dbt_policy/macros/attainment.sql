{% macro attainment(breached) %}
    round(100.0 * count(*) FILTER (WHERE NOT {{ breached }}) / nullif(count({{ breached }}), 0), 1)
{% endmacro %}
