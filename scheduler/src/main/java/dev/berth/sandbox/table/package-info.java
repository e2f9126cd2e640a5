/**
 * Objects as rows of a {@code meta.k8s.io/v1 Table}: what {@code kubectl get} prints.
 *
 * <p>Start reading at {@link dev.berth.sandbox.table.Tables}. Knows {@code sandbox.objects} only;
 * {@code sandbox.api} calls. The texts of the cells are kube-apiserver's, for kubectl prints them
 * as they come.
 */
@NullMarked
package dev.berth.sandbox.table;

import org.jspecify.annotations.NullMarked;
