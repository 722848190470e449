/* solver.c -- logistic regression by liblinear.
 * Knows liblinear's structures; does not know what rows and columns stand for. */
#include "learning.h"

#include <linear.h>
#include <stdlib.h>

static void say_nothing(const char *text) { (void)text; }

/* Rows as liblinear wants them: numbers from 1, the intercept last, -1 at the end. */
static struct feature_node *nodes_make(const struct matrix *m, const double *scale, struct feature_node **row)
{
	struct feature_node *node = mem_alloc(((size_t)m->start[m->rows] + 2 * (size_t)m->rows + 1) * sizeof *node), *at = node;
	for (uint32_t r = 0; r < m->rows; r++) {
		row[r] = at;
		for (uint32_t i = m->start[r]; i < m->start[r + 1]; i++) {
			const uint32_t c = m->column[i];
			*at++ = (struct feature_node){ (int)c + 1, scale ? m->value[i] * scale[c] : m->value[i] };
		}
		*at++ = (struct feature_node){ (int)m->columns + 1, 1 };
		*at++ = (struct feature_node){ -1, 0 };
	}
	return node;
}

bool solve_logistic(const struct matrix *m, const uint8_t *y, double c, double weight_of_ones, double weight_of_zeros,
                    const double *scale, double *weight, struct diag *d)
{
	int label[2] = { 1, 0 };
	double of_label[2] = { weight_of_ones, weight_of_zeros };
	const struct parameter parameter = { .solver_type = L2R_LR, .eps = 0.001, .C = c, .nr_weight = 2, .weight_label = label,
		.weight = of_label };
	struct problem problem = { .l = (int)m->rows, .n = (int)m->columns + 1, .bias = 1 };
	problem.y = mem_alloc(m->rows * sizeof *problem.y + 1);
	problem.x = mem_alloc(m->rows * sizeof *problem.x + 1);
	struct feature_node *nodes = nodes_make(m, scale, problem.x);
	for (uint32_t r = 0; r < m->rows; r++) problem.y[r] = y[r];
	set_print_string_function(say_nothing);
	const char *refused = check_parameter(&problem, &parameter);
	struct model *model = refused ? NULL : train(&problem, &parameter);
	if (model) {
		/* The first label that liblinear met is its positive one. */
		const double sign = model->label[0] == 0 ? -1 : 1;
		for (uint32_t i = 0; i <= m->columns; i++)
			weight[i] = sign * model->w[i] * (scale && i < m->columns ? scale[i] : 1);
		free_and_destroy_model(&model);
	}
	free(nodes);
	free(problem.x);
	free(problem.y);
	return !refused || diag_failed(d, "the solver refuses its settings: %s", refused);
}
